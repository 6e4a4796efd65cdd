const { undoAll } = require('./global-setup.cjs');

module.exports = () => undoAll(globalThis.wattfactorTestUndo ?? []);
