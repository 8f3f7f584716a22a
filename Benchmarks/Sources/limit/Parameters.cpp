#include "Parameters.h"

#include <cstdio>

bool read(Parameters &parameters, const char *path) {
  FILE *file = std::fopen(path, "r");
  if (!file) return false;
  unsigned long long seed;
  bool whole = std::fscanf(file, "%llu", &seed) == 1;
  parameters.seed = seed;
  auto numbers = [&](double *into, int count) {
    for (int i = 0; whole && i < count; ++i) whole = std::fscanf(file, "%lf", into + i) == 1;
  };
  for (std::string &name : parameters.names) {
    char text[64];
    whole = whole && std::fscanf(file, "%63s", text) == 1;
    if (whole) name = text;
  }
  numbers(parameters.persistence, heads);
  numbers(parameters.deviation, heads);
  numbers(&parameters.factor[0][0], months * heads);
  numbers(parameters.shocks, heads * heads);
  std::fclose(file);
  return whole;
}

static uint64_t mixed(uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

uint64_t streamKey(const std::string &name, uint64_t seed) {
  uint64_t hash = 0xcbf29ce484222325;
  for (unsigned char byte : name) hash = (hash ^ byte) * 0x100000001b3;
  return mixed(mixed(hash) ^ mixed(seed + 0x9e3779b97f4a7c15));
}
