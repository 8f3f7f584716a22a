// All kernels of one level. Included once per level, with TORREYA_LEVEL (a namespace) and
// TORREYA_WIDTH (numbers per vector); so are the headers that it includes.

#include "Lanes.h"
#include "Pieces.h"
#include "Elementary.h"
#include "Power.h"
#include "Trigonometry.h"
#include "NormalKernels.h"
#include "NormalQuantile.h"
#include "Arithmetic.h"
#include "Reductions.h"
#include "PowerSums.h"
#include "Bins.h"
#include "Triangular.h"
#include "SumOfColumns.h"
#include "Combinations.h"
#include "Uniforms.h"
#include "LatinHypercube.h"
#include "Sobol.h"
#include "PiecewisePolynomial.h"
#include "OutcomeTable.h"
#include "CountSums.h"
#include "PoissonCounts.h"
#include "BinomialCounts.h"
#include "WorkedTime.h"
#include "ForwardPass.h"
#include "TrialTime.h"
#include "LimitedPass.h"
#include "BackwardPass.h"
#include "ScheduleOutputs.h"
#include "Schedule.h"
#include "Smoothing.h"

#define TORREYA_STRINGIFY(x) #x
#define TORREYA_NAME(x) TORREYA_STRINGIFY(x)

namespace torreya {
namespace TORREYA_LEVEL {

static const Level level = {
#define TORREYA_ENTRY(kernel) mapUnary<kernel##_>,
    TORREYA_UNARY_KERNELS(TORREYA_ENTRY)
#undef TORREYA_ENTRY
#define TORREYA_ENTRY(kernel) mapBinary<kernel##_>,
    TORREYA_BINARY_KERNELS(TORREYA_ENTRY)
#undef TORREYA_ENTRY
#define TORREYA_ENTRY(kernel) mapTernary<kernel##_>,
    TORREYA_TERNARY_KERNELS(TORREYA_ENTRY)
#undef TORREYA_ENTRY
    sumColumns,
    combineColumns,
    allFinite,
    allZero,
    sum,
    sumOfSquares,
    powerSums,
    countAtMost,
    markDays,
    smallest,
    largest,
    binIndexes,
    countWholeNumbers,
    multiplyLowerTriangular,
    uniforms,
    draw<normal_quantile_>,
    antithetic,
    latinHypercube,
    sobol,
    tableQuantilesOf,
    outcomeQuantilesOf,
    poissonQuantilesOf,
    binomialQuantilesOf,
    schedule,
    smoothingErrors,
    smoothingDerivatives,
    columnProducts,
};

}  // namespace TORREYA_LEVEL
}  // namespace torreya
