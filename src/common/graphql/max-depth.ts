import { GraphQLError, Kind } from 'graphql';
import type { ASTVisitor, SelectionNode, SelectionSetNode, ValidationContext } from 'graphql';

/**
 * A validation rule: fields may be nested so many levels deep. Introspection, which tools need and which
 * does not multiply, is not counted. (mercurius's own `queryDepth` counts it.)
 */
export const maxDepth =
  (limit: number) =>
  (context: ValidationContext): ASTVisitor => {
    const depthOf = depths(context);
    return {
      OperationDefinition(operation) {
        if (depthOf(operation.selectionSet) <= limit) return;
        context.reportError(
          new GraphQLError(`The query nests deeper than ${limit} levels; ask in several`, {
            nodes: operation,
          }),
        );
      },
    };
  };

/** Each fragment is measured once; one within itself counts as 0, since another rule reports it. */
function depths(context: ValidationContext): (set: SelectionSetNode) => number {
  const ofFragments = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const known = ofFragments.get(name);
    if (known !== undefined) return known;
    ofFragments.set(name, 0);
    const definition = context.getFragment(name);
    const depth = definition ? ofSet(definition.selectionSet) : 0;
    ofFragments.set(name, depth);
    return depth;
  };
  const ofSet = ({ selections }: SelectionSetNode): number => selections.map(ofSelection).reduce(max, 0);
  const ofSelection = (selection: SelectionNode): number => {
    switch (selection.kind) {
      case Kind.FIELD:
        if (selection.name.value.startsWith('__')) return 0;
        return 1 + (selection.selectionSet ? ofSet(selection.selectionSet) : 0);
      case Kind.INLINE_FRAGMENT:
        return ofSet(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD:
        return ofFragment(selection.name.value);
    }
  };
  return ofSet;
}

const max = (a: number, b: number): number => (a > b ? a : b);
