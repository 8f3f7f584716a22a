// The polynomials that place a Poisson quantile, constant term first: on -1 <= s <= 1.6.
//
// Source: Tests/ProbabilityTests/Reference/fit_count_coefficients.py (mpmath 1.3.0, NumPy 2.4.6,
// 2026-11-24).
#pragma once

namespace torreya {

// g(s), to 1.1e-7: (r - 1 - s) / s^2 where s^2 / 2 = 1 - r + r log r.
constexpr double poissonBend[] = {
    0x1.5555632358682p-3,
    -0x1.c71ac542196c5p-7,
    0x1.e4f325ec5dcabp-9,
    -0x1.5d529e0694ac5p-10,
    0x1.30ff01274b62ap-11,
    -0x1.1124a8b7914d8p-12,
    0x1.4ae46f0cc0abcp-14,
    -0x1.72b6ed322e31cp-15,
    0x1.2964182676e36p-14,
    -0x1.8f3be613586eep-15,
    0x1.6091115ab757fp-17,
};

// c(s, 1 / m), to 2.4e-5 + 2.4e-4 / m for a mean from 4 up: the powers of 1 / m in turn.
constexpr double poissonShift0[] = {
    0x1.5558109398127p-2,
    -0x1.c8de2b6bd3adep-6,
    0x1.173047a1cf065p-7,
    -0x1.88c3a1e489c8ap-9,
    0x1.c087f7a338781p-10,
    -0x1.7fec45bbeba7dp-10,
    0x1.808d322f63472p-11,
    -0x1.a40294d7f59d0p-13,
    0x1.366ff5ad5f9e1p-15,
};
constexpr double poissonShift1[] = {
    -0x1.4e09e2f62def7p-6,
    0x1.201b76293f834p-6,
    -0x1.32fcd36e4fe80p-7,
    0x1.c20e1476f3ec4p-9,
    -0x1.6fce7f911c9dfp-7,
    0x1.ec548aae272cfp-7,
    -0x1.5f05b914407a1p-8,
};
constexpr double poissonShift2[] = {
    0x1.7bac441dcb395p-10,
    0x1.c3b4dfa625a4fp-8,
    -0x1.e71b0a7c7aac6p-9,
    -0x1.8931b8692f8dcp-7,
    0x1.dbb6415bbff22p-8,
};

}  // namespace torreya
