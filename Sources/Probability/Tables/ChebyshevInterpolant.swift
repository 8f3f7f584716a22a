/// The polynomial of a degree, from its lowest power, that agrees with a function at the
/// Chebyshev nodes of [0, 1].
///
/// - Accuracy: near that of the best polynomial; the conversion to powers costs about three
///   digits at degree 8.
/// - Source: Trefethen, *Approximation Theory and Approximation Practice* (2013), chapter 4.
func chebyshevInterpolant(degree: Int, _ function: (Double) -> Double) -> [Double] {
  let count = degree + 1
  // Chebyshev nodes, and Newton's divided differences on them.
  let nodes = (0..<count).map { index -> Double in
    let angle = (Double(2 * index + 1) / Double(2 * count) - 0.5) * .pi
    return (1 + sine(angle)) / 2
  }
  var differences = nodes.map(function)
  for order in 1..<count {
    for index in stride(from: degree, through: order, by: -1) {
      differences[index] =
        (differences[index] - differences[index - 1]) / (nodes[index] - nodes[index - order])
    }
  }
  var powers = [Double](repeating: 0, count: count)
  for index in stride(from: degree, through: 0, by: -1) {
    // powers = powers · (x - node) + difference
    for power in stride(from: degree, through: 1, by: -1) {
      powers[power] = powers[power - 1] - nodes[index] * powers[power]
    }
    powers[0] = differences[index] - nodes[index] * powers[0]
  }
  return powers
}
