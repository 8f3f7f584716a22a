// The coefficients of polynomials in sixteen pieces, in the two orders in which levels read them.
#pragma once

#include <stddef.h>

namespace torreya {

constexpr size_t pieceCount = 16;

template <size_t count>
struct alignas(64) Pieces {
  double rows[pieceCount][count];
  double columns[count][pieceCount];
};

template <size_t count>
constexpr Pieces<count> pieces(const double (&rows)[pieceCount][count]) {
  Pieces<count> table = {};
  for (size_t piece = 0; piece < pieceCount; ++piece) {
    for (size_t power = 0; power < count; ++power) {
      table.rows[piece][power] = rows[piece][power];
      table.columns[power][piece] = rows[piece][power];
    }
  }
  return table;
}

}  // namespace torreya
