import LinearAlgebra

/// The mean outcome of a year as a polynomial of second order in some numbers, fitted by least
/// squares to any choice of batches of years.
///
/// Squares and products are what a sum of months cannot say: that the last month fell off a level,
/// that two of them moved together. The sums of squares of each batch are kept, so that leaving a
/// batch out costs nothing but solving again. What is known of a total is a sum of the numbers, so
/// that only the rest of it is uncertain.
///
/// - Accuracy: a slight ridge takes part in directions in which the numbers do not differ.
/// - Source: Box, Wilson, *On the Experimental Attainment of Optimum Conditions* (1951).
struct OutcomeRegression {
  /// The rows of each batch, which lie one after another.
  let rows: [Range<Int>]
  /// A row for each year: 1, the standardised numbers, their squares and products.
  private let design: [Double]
  private let width: Int
  private let products: [Matrix]
  private let moments: [[Double]]

  /// The most numbers of which products are taken; of more there are squares alone.
  private static let mostWithProducts = 12
  private static let ridge = 1e-9

  /// - Parameter features: for each number its values in all years.
  /// - Parameter outcome: of each year of `years`.
  /// - Parameter years: batch by batch.
  /// - Parameter rows: those of each batch among `years`.
  init(_ features: [[Double]], _ outcome: [Double], years: [Int], rows: [Range<Int>]) {
    self.rows = rows
    let standard = Standardisation(of: features, in: years)
    let count = features.count
    let hasProducts = count <= Self.mostWithProducts
    width = 1 + count + (hasProducts ? count * (count + 1) / 2 : count)
    var design = [Double](repeating: 1, count: years.count * width)
    for (row, year) in years.enumerated() {
      let start = row * width + 1
      for place in 0..<count {
        design[start + place] =
          (features[place][year] - standard.means[place]) / standard.deviations[place]
      }
      var next = start + count
      for place in 0..<count {
        for other in place..<(hasProducts ? count : place + 1) {
          design[next] = design[start + place] * design[start + other]
          next += 1
        }
      }
    }
    self.design = design
    let width = width
    let parts = rows.map { part in
      Matrix(
        rows: part.count, columns: width,
        elements: Array(design[part.lowerBound * width..<part.upperBound * width]))
    }
    products = parts.map { columnProducts(of: $0) }
    moments = zip(parts, rows).map { matrix, part in
      product(matrix.transposed, Array(outcome[part]))
    }
  }

  /// The coefficients that fit some batches best; 0 each where there is nothing to fit to.
  func coefficients(of batches: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: width * width)
    var right = [Double](repeating: 0, count: width)
    for batch in batches {
      products[batch].elements.withUnsafeBufferPointer { own in
        for place in sums.indices { sums[place] += own[place] }
      }
      for place in right.indices { right[place] += moments[batch][place] }
    }
    let years = batches.reduce(0) { $0 + rows[$1].count }
    for place in 0..<width {
      sums[place * width + place] += Self.ridge * Double(max(years, 1))
    }
    let matrix = Matrix(rows: width, columns: width, elements: sums)
    let sides = Matrix(rows: width, columns: 1, elements: right)
    if let factor = try? lowerCholesky(of: matrix),
      let found = try? solve(withCholeskyFactor: factor, sides)
    {
      return found.elements
    }
    let found = try? solve(matrix, sides)
    return found?.values.elements ?? [Double](repeating: 0, count: width)
  }

  /// Writes the mean outcomes of the years of some batches into their rows.
  func predict(_ batches: [Int], by coefficients: [Double], into outcomes: inout [Double]) {
    design.withUnsafeBufferPointer { design in
      coefficients.withUnsafeBufferPointer { coefficients in
        for batch in batches {
          for row in rows[batch] {
            var sum = 0.0
            var parts = SIMD4<Double>.zero
            let start = row * width
            var place = 0
            while place + 4 <= width {
              for lane in 0..<4 {
                parts[lane] += design[start + place + lane] * coefficients[place + lane]
              }
              place += 4
            }
            while place < width {
              sum += design[start + place] * coefficients[place]
              place += 1
            }
            outcomes[row] = sum + parts.sum()
          }
        }
      }
    }
  }
}
