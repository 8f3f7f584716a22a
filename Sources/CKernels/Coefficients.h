// The polynomials of the kernels, constant term first.
//
// Source: Tests/ProbabilityTests/Reference/fit_kernel_coefficients.py (mpmath 1.3.0, 2026-11-23).
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

// (1 + z) exp(z^2 / 2) Phi(-z) in (z - 4) / (z + 4), for 0 <= z <= 43.
constexpr double millsRatio[] = {
    0x1.e361ea6fba141p-2,
    -0x1.8c18f2086e34ap-4,
    0x1.cabd72a60f8a1p-7,
    0x1.d4969f10dff48p-6,
    -0x1.07c3c2582b9b4p-5,
    0x1.25dd720603a8dp-6,
    -0x1.47d5fc74bdf63p-8,
    -0x1.2b7f5e1468d1bp-12,
    0x1.6c5383336247fp-11,
    -0x1.8c11ad3b49a96p-14,
    -0x1.707bbe57573c6p-14,
    0x1.64836446eed63p-16,
    0x1.c94188f9a9866p-17,
    -0x1.cc8d908cb5759p-19,
    -0x1.5edaa2a9d1120p-19,
    0x1.aff561865c9bfp-22,
    0x1.297393abc39f8p-21,
    0x1.78968becb7f67p-28,
    -0x1.e6361b6856c7fp-24,
    -0x1.a9f44bd80e092p-26,
    0x1.43ff0844a9365p-26,
    0x1.5792072a9a1a7p-27,
    -0x1.b6ff5669c23bcp-30,
    -0x1.4cc7146a4f87ep-29,
    -0x1.23474acca8c05p-32,
    0x1.49effd55bb352p-32,
    0x1.7f06feb4876a2p-34,
};

}  // namespace torreya
