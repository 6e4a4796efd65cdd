/* A stand-in for NVIDIA's management library: two GPUs whose counter rises by a step with each read.
   It proves the calls and the arithmetic, not the accuracy of any GPU. */
#include <stdio.h>
#include <string.h>

static unsigned long long counters[2] = {4000000000000ULL, 500ULL};

/* Lines of "name value" in the file that the test compiled in. */
static unsigned long long setting(const char *name, unsigned long long otherwise) {
  FILE *file = fopen(SETTINGS, "r");
  char key[64];
  unsigned long long value, found = otherwise;
  while (file && fscanf(file, "%63s %llu", key, &value) == 2) {
    if (strcmp(key, name) == 0) found = value;
  }
  if (file) fclose(file);
  return found;
}

int nvmlInit_v2(void) { return (int)setting("init", 0); }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetDriverVersion(char *version, unsigned int length) {
  snprintf(version, length, "000.00-fake");
  return 0;
}
int nvmlDeviceGetCount_v2(unsigned int *count) {
  *count = (unsigned int)setting("gpus", 2);
  return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) {
  *device = &counters[index];
  return 0;
}
int nvmlDeviceGetUUID(void *device, char *uuid, unsigned int length) {
  snprintf(uuid, length, "GPU-fake-%d", (int)((unsigned long long *)device - counters));
  return 0;
}
int nvmlDeviceGetName(void *device, char *name, unsigned int length) {
  (void)device;
  snprintf(name, length, "Fake GPU");
  return 0;
}
int nvmlDeviceGetTotalEnergyConsumption(void *device, unsigned long long *energy) {
  unsigned long long *counter = device;
  if (setting("unsupported", 0)) return 3;
  if (setting("lost", 0)) return 15;
  if (setting("reset", 0)) *counter = *counter > 1000 ? 7 : *counter;
  *counter += setting("step", 1000);
  *energy = *counter;
  return 0;
}
