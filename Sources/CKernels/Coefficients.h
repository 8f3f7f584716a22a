// The polynomials of the kernels, constant term first.
//
// Source: Tests/ProbabilityTests/Reference/fit_kernel_coefficients.py (mpmath 1.3.0, 2026-11-24).
#pragma once

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

// (2 artanh(s) - 2 s - 2/3 s^3) / s^5 in s^2, for |s| <= 0.1716.
constexpr double logarithmSecondTail[] = {
    0x1.999999999999ap-2,
    0x1.2492492492522p-2,
    0x1.c71c71c6ea5acp-3,
    0x1.745d177ad436ap-3,
    0x1.3b1395b82701ep-3,
    0x1.1118cd67251c5p-3,
    0x1.df7ba1f4809c3p-4,
    0x1.e03a7acf07f85p-4,
};

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
