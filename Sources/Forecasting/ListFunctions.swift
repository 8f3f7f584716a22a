import CKernels

// Functions of all numbers of a list at once: one after the other, each number would take the time
// of a whole vector.

/// Makes standard normal numbers the probabilities of lower ones.
func makeProbabilities(_ scores: inout [Double]) {
  scores.withUnsafeMutableBufferPointer { lanes in
    torreya_normal_cdf(lanes.baseAddress, lanes.baseAddress, lanes.count)
  }
}

/// Makes probabilities the standard normal numbers that are not exceeded with them.
func makeScores(_ probabilities: inout [Double]) {
  probabilities.withUnsafeMutableBufferPointer { lanes in
    torreya_normal_quantile(lanes.baseAddress, lanes.baseAddress, lanes.count)
  }
}

/// Makes numbers their logarithms: minus infinity of zero, NaN below.
func makeLogarithms(_ numbers: inout [Double]) {
  numbers.withUnsafeMutableBufferPointer { lanes in
    torreya_log(lanes.baseAddress, lanes.baseAddress, lanes.count)
  }
}
