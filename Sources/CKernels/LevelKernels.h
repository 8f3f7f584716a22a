// All kernels of one level. Included once per level, with TORREYA_LEVEL (a namespace) and
// TORREYA_WIDTH (numbers per vector); so are the headers that it includes.

#include "Lanes.h"
#include "Elementary.h"
#include "Power.h"
#include "NormalKernels.h"
#include "Arithmetic.h"
#include "Reductions.h"
#include "Uniforms.h"

#define TORREYA_STRINGIFY(x) #x
#define TORREYA_NAME(x) TORREYA_STRINGIFY(x)

namespace torreya {
namespace TORREYA_LEVEL {

static const Level level = {
    TORREYA_NAME(TORREYA_LEVEL),
#define TORREYA_ENTRY(kernel) mapUnary<kernel##_>,
    TORREYA_UNARY_KERNELS(TORREYA_ENTRY)
#undef TORREYA_ENTRY
#define TORREYA_ENTRY(kernel) mapBinary<kernel##_>,
    TORREYA_BINARY_KERNELS(TORREYA_ENTRY)
#undef TORREYA_ENTRY
#define TORREYA_ENTRY(kernel) mapTernary<kernel##_>,
    TORREYA_TERNARY_KERNELS(TORREYA_ENTRY)
#undef TORREYA_ENTRY
    allFinite,
    sum,
    sumOfSquares,
    smallest,
    largest,
    draw<itself>,
    draw<normal_quantile_>,
};

}  // namespace TORREYA_LEVEL
}  // namespace torreya

#undef TORREYA_NAME
#undef TORREYA_STRINGIFY
