// The polynomials of the kernels, constant term first.
//
// Source: Tests/ProbabilityTests/Reference/fit_kernel_coefficients.py (mpmath 1.3.0, 2026-11-24).
#pragma once

#include "PieceTable.h"

namespace torreya {

// (exp(r) - 1 - r) / r^2 on |r| <= ln(2) / 2.
constexpr double exponentialTail[] = {
    0x1.0000000000001p-1,
    0x1.5555555555556p-3,
    0x1.5555555553d63p-5,
    0x1.11111111109b3p-7,
    0x1.6c16c1788bd90p-10,
    0x1.a01a01a7c41d5p-13,
    0x1.a019b90d2ae7ap-16,
    0x1.71de0dae63bb3p-19,
    0x1.289185613a3d6p-22,
    0x1.af38a9b0ec855p-26,
};

// (2 artanh(s) - 2 s) / s^3 in s^2, for |s| <= 0.1716.
constexpr double logarithmTail[] = {
    0x1.5555555555558p-1,
    0x1.9999999995273p-2,
    0x1.2492492dfd86cp-2,
    0x1.c71c62d5e53e0p-3,
    0x1.7462b91b8df65p-3,
    0x1.39fdcceb4bb45p-3,
    0x1.2b5f68a50d903p-3,
};

// (log(1 + f) - f + f^2 / 2 - f^3 / 3) / f^4, for |f| <= 0.0393.
constexpr double logarithmFourthTail[] = {
    -0x1.0000000000000p-2,
    0x1.9999999999777p-3,
    -0x1.555555555535ap-3,
    0x1.2492492916d66p-3,
    -0x1.0000000431f89p-3,
    0x1.c71c1f2b31841p-4,
    -0x1.99994ce3c04e8p-4,
    0x1.7574b80203f77p-4,
    -0x1.5658fe26f1857p-4,
};

// For the sixteen pieces of [sqrt(1/2), sqrt(2)), all as wide in their bits: 1 / z of eight bits,
// and -log of that, a multiple of 2^-40 and the rest. Around 1 it is 1.
constexpr double logarithmRows[pieceCount][4] = {
    {0x1.6200000000000p+0, -0x1.4be5f95778000p-2, 0x1.d7c92cd9ad824p-44, 0},
    {0x1.5400000000000p+0, -0x1.22941fbcf8000p-2, 0x1.a6976f5eb0963p-44, 0},
    {0x1.4600000000000p+0, -0x1.ef0adcbdc8000p-3, 0x1.364d6f390d5e4p-42, 0},
    {0x1.3a00000000000p+0, -0x1.a23bc1fe28000p-3, -0x1.ab18c9b88d83dp-42, 0},
    {0x1.2e00000000000p+0, -0x1.526e5e3a18000p-3, -0x1.a1bd17200eb72p-42, 0},
    {0x1.2300000000000p+0, -0x1.0671512ca8000p-3, 0x1.348eaf39b8148p-42, 0},
    {0x1.1900000000000p+0, -0x1.7da766d7b0000p-4, -0x1.2cc844480c89bp-44, 0},
    {0x1.1000000000000p+0, -0x1.f0a30c0120000p-5, 0x1.3ab33d066d1d2p-42, 0},
    {0x1.0700000000000p+0, -0x1.b9fc027b00000p-6, 0x1.b9a010ae6922ap-44, 0},
    {0x1.0000000000000p+0, 0x0.0p+0, 0x0.0p+0, 0},
    {0x1.de00000000000p-1, 0x1.1973bd1460000p-4, 0x1.559b4553e4c2dp-42, 0},
    {0x1.c400000000000p-1, 0x1.fe89139dc0000p-4, -0x1.54d3593e842bfp-43, 0},
    {0x1.ac00000000000p-1, 0x1.6f0128b758000p-3, -0x1.5446379670878p-43, 0},
    {0x1.9800000000000p-1, 0x1.d1037f2658000p-3, -0x1.0c253f3adb7b7p-42, 0},
    {0x1.8400000000000p-1, 0x1.1bf99635a8000p-2, -0x1.46b2255d70849p-42, 0},
    {0x1.7200000000000p-1, 0x1.4c9e09e174000p-2, -0x1.3c41123615b14p-42, 0},
};

inline constexpr Pieces<4> logarithmPieces = pieces(logarithmRows);

// (sin r - r) / r^3 in r^2, for |r| <= pi / 4.
constexpr double sineTail[] = {
    -0x1.5555555555555p-3,
    0x1.1111111110bb2p-7,
    -0x1.a01a019e83816p-13,
    0x1.71de379654304p-19,
    -0x1.ae600aca92c64p-26,
    0x1.5e0b05bff20f2p-33,
};

// (cos r - 1 + r^2 / 2) / r^4 in r^2, for |r| <= pi / 4.
constexpr double cosineTail[] = {
    0x1.5555555555555p-5,
    -0x1.6c16c16c16967p-10,
    0x1.a01a019f4e9b4p-16,
    -0x1.27e4fa17bf139p-22,
    0x1.1eeb68cd22f56p-29,
    -0x1.907d8f29fe831p-37,
};

}  // namespace torreya
