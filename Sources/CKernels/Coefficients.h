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

// z / (2p - 1) in w - 3.125, for 0 <= w <= 6.25 where w = -log(4p(1 - p)).
constexpr double quantileCentre[] = {
    0x1.2b57ec65a8009p+1,
    0x1.5bc94440cc7ecp-2,
    -0x1.179b257405d9cp-7,
    -0x1.12994fbb846d5p-10,
    0x1.14e8fc42825bcp-12,
    -0x1.49627602929bfp-16,
    -0x1.032ee39d34b4dp-19,
    0x1.4186be851f364p-21,
    -0x1.6125ad059a6f7p-25,
    -0x1.8faf52d5f9efap-28,
    0x1.98a60007fd0b6p-30,
    -0x1.50c1f186ec7bdp-34,
    -0x1.42e6ae9abf4b1p-36,
    0x1.05c7d862c3c21p-38,
    -0x1.010d750819b5ap-43,
    -0x1.fdc77fabf457cp-45,
    0x1.4c471617e7dfcp-47,
    -0x1.00f9b9141b235p-54,
    -0x1.8e58ab670cd8ap-53,
    0x1.94a3c7528cea0p-56,
    0x1.fb25dac98f775p-61,
    -0x1.21f7b27b2f56ep-61,
    0x1.0b09de3300716p-65,
    0x1.554be03161704p-68,
    -0x1.33294645ba9c7p-71,
};

// z in sqrt(w) - 3.25, for 2.5 <= sqrt(w) <= 4.
constexpr double quantileNearTail[] = {
    0x1.171e2b9574ef3p+2,
    0x1.6c0822bc5646ep+0,
    0x1.af3674d0d8bf0p-8,
    -0x1.c5614e0fe6293p-9,
    0x1.3d5a3cd5b49a3p-10,
    -0x1.493b20204ba6ap-12,
    0x1.1e70c410f1947p-15,
    0x1.95202adf84504p-16,
    -0x1.479c873733639p-16,
    0x1.e2577916e57fdp-18,
    -0x1.60d90e1712c0ep-21,
    -0x1.d6432dad3a057p-21,
    0x1.2dd19eff826ecp-21,
    -0x1.24ff8382f17e6p-23,
    -0x1.b73e8daa8c6fbp-26,
    0x1.362f7684eccf3p-25,
    -0x1.a87791466ee0fp-27,
    -0x1.94668d2b8cae8p-30,
    0x1.f7f3661fe3d90p-30,
};

// z in sqrt(w) - 5.75, for 4 <= sqrt(w) <= 7.5.
constexpr double quantileMiddleTail[] = {
    0x1.fb880bddc5f80p+2,
    0x1.6d9926cd596bep+0,
    -0x1.400c32e826e88p-11,
    -0x1.94b37e5cab4e8p-14,
    0x1.5d349ef53cd63p-15,
    -0x1.5b991e398310cp-17,
    0x1.257165658ee00p-19,
    -0x1.c8244d6e84703p-22,
    0x1.50814ecf25336p-24,
    -0x1.ddf75db96a071p-27,
    0x1.4914dab3e25c1p-29,
    -0x1.b85fa0ab15110p-32,
    0x1.1e83e4a0e3312p-34,
    -0x1.683032c70ba6dp-37,
    0x1.7017b25c4fa19p-40,
    -0x1.eb65dfb74726bp-48,
    -0x1.816ba7feae820p-46,
    0x1.384409b37feb0p-49,
    -0x1.30c53e5a87fb7p-46,
    0x1.7b86ec227df13p-47,
    -0x1.04ec22b3b830cp-49,
};

// z / s in (s - 14.25) / (s + 14.25), for 7.5 <= s = sqrt(w) <= 27.5.
constexpr double quantileFarTail[] = {
    0x1.67c637d0f66c7p+0,
    0x1.d217927e9d930p-6,
    -0x1.60b9c812330c2p-5,
    0x1.8d38286386670p-5,
    -0x1.947a9b1d8f208p-5,
    0x1.7e3f2c201ecb8p-5,
    -0x1.52894fec97791p-5,
    0x1.1541032c11f87p-5,
    -0x1.9505ecf50ec35p-6,
    0x1.d48f41cd29ffdp-7,
    -0x1.8151ef87101bbp-9,
    -0x1.299216580a226p-7,
    0x1.5f54d266a2a2fp-6,
    -0x1.13a525e5ca7e1p-5,
    0x1.788581bb7c74fp-5,
    -0x1.f59696370582bp-5,
    0x1.2a0438b18a838p-4,
    -0x1.da75bf2321402p-5,
    0x1.12120d61a4414p-4,
    -0x1.7da76d31ed0cbp-3,
    0x1.94b55535c8f42p-3,
};

}  // namespace torreya
