// What is said of the trials: 39 rows.
#pragma once

#include <vector>

#include "Simulation.h"

constexpr double probabilities[] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
constexpr int quantileCount = 7;

struct Figures {
  double mean, deviation, quantiles[quantileCount];
};

/// Summarises every column.
std::vector<Figures> summarise(const Totals &totals, int threads);

bool write(const std::vector<Figures> &figures, const Parameters &parameters, const char *path);
