// The polynomials that place a binomial quantile, in s by rows and in every second power of d by
// columns: on -1 <= s <= 1.6, 0 <= d <= 1.
//
// Source: Tests/ProbabilityTests/Reference/fit_binomial_coefficients.py (mpmath 1.3.0, NumPy 2.4.6,
// 2026-11-24).
#pragma once

namespace torreya {

// g, to 7.5e-7.
constexpr double binomialBend[9][3] = {
    {0x1.5554ece25a6f9p-3, 0, 0},
    {-0x1.554a06977fb7cp-6, 0x1.c701991670abep-8, 0},
    {0x1.11b595b255d33p-8, -0x1.dc0a3eb69d23ap-12, 0},
    {-0x1.2dc21232cb885p-11, -0x1.9f572a2116c2ep-11, 0x1.82276c6096037p-16},
    {0x1.9ddff4e8ea746p-12, 0x1.999646d12b2a1p-14, -0x1.2d1d3526d22d8p-19},
    {-0x1.a75879e67656bp-16, -0x1.26392289efad0p-13, -0x1.456007ce21840p-15},
    {0x1.c22802462a221p-15, 0x1.ff062b4f1aee9p-14, 0x1.560fc25f80b87p-16},
    {-0x1.0bbec15391800p-17, -0x1.5b0ccdbc28580p-14, -0x1.808dd09498680p-15},
    {0x1.57c75d61ee800p-17, 0x1.7e194e715cc00p-16, 0x1.9111dd3580000p-21},
};

// c, to 2.7e-5.
constexpr double binomialShift[7][3] = {
    {-0x1.554a4515a7efap-3, 0, 0},
    {0x1.5532ce441a6bap-6, -0x1.8ef0c1b963ad2p-5, 0},
    {0x1.3dcad898be4a0p-7, -0x1.6269e77c1d34bp-10, 0},
    {-0x1.dc21e95cb4837p-12, -0x1.920341b3f8f09p-9, 0x1.1ae7246432c84p-11},
    {0x1.cdd917ae18a0ep-11, 0x1.3b6eae3b3704bp-10, 0x1.b6d961aa49f1dp-15},
    {-0x1.ab33658479f2fp-14, -0x1.08cc27c4d3c40p-10, -0x1.252f2a20e05c2p-11},
    {0x1.3a34538a0caf0p-13, 0x1.337162ded6459p-12, 0x1.9bba3d3ac087ep-15},
};

// e, to 8.1e-4.
constexpr double binomialRest[6][3] = {
    {-0x1.508fb32e8362cp-6, 0, 0},
    {0x1.2655bb25d36acp-7, 0x1.becfdc0de45bcp-8, 0},
    {-0x1.3b09f439f8f3fp-7, 0x1.352b0f65a83f6p-8, 0},
    {0x1.337dc18d551f8p-11, 0x1.1745cd2e07d92p-7, 0x1.a5d3434112edfp-9},
    {-0x1.58f39da0306fap-8, -0x1.d2ccf0159d61ep-7, 0},
    {0x1.31b3f4b09b984p-11, 0x1.5b279adbfb48ep-8, 0x1.a8c09d604fdf5p-10},
};

}  // namespace torreya
