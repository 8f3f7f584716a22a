import LinearAlgebra
import Probability

/// Joins the paths of several series so that they move together as their past errors did.
///
/// Each series keeps its numbers at each step; only which path has which is changed. The ranks of
/// all steps and series are those of normal numbers that have, within a series, the correlations
/// of the ranks of its own paths from step to step and, between series, the correlations of the
/// one-step errors. So a sum of the series is as wide as the errors say, and neither as narrow as
/// for independent paths nor as wide as for paths that all go up together.
///
/// Series whose paths are all the same stay as they are. The dependence from step to step is that
/// of the paths as far as a normal copula can have it.
///
/// - Parameter paths: a sample for each series, all of the same size.
/// - Parameter errors: the covariance of the one-step errors of the series.
/// - Parameter noise: gives the normal numbers: sources from 0 up to the number of series.
/// - Complexity: O(h p (h + n + log p)) for each of the n series, h steps and p paths.
/// - Source: Clark, Gangopadhyay, Hay, Rajagopalan, Wilby (2004), "The Schaake shuffle"; for
///   reconciled samples Panagiotelis, Gamakumara, Athanasopoulos, Hyndman (2023), "Probabilistic
///   forecast reconciliation", section 4.
public func joinedByErrors(
  _ paths: [PathSample], _ errors: ErrorCovariance, noise: PathNoise
) -> [PathSample] {
  precondition(paths.count == errors.variances.count, "errors of each series")
  guard let first = paths.first, paths.count > 1, first.horizon > 0 else { return paths }
  let (horizon, pathCount) = (first.horizon, first.pathCount)
  precondition(pathCount == noise.pathCount, "as many paths as random numbers")
  precondition(paths.allSatisfy { $0.horizon == horizon && $0.pathCount == pathCount })
  guard let across = factor(of: errors.correlations) else { return paths }
  // Normal numbers of each step that are correlated between the series.
  let steps: [[Double]] = (0..<horizon).map { step in
    var block: [Double] = []
    block.reserveCapacity(paths.count * pathCount)
    for series in paths.indices { block += noise.normals(step: step, source: series) }
    block.withUnsafeMutableBufferPointer { block in
      if let address = block.baseAddress {
        multiplyLowerTriangular(across, into: address, columns: pathCount)
      }
    }
    return block
  }
  return paths.indices.map { series in
    var template: [Double] = []
    template.reserveCapacity(horizon * pathCount)
    for block in steps {
      template += block[series * pathCount..<(series + 1) * pathCount]
    }
    return reordered(paths[series], like: template)
  }
}

/// The paths with the ranks, at each step, of normal numbers that were given the paths' own
/// correlations from step to step.
private func reordered(_ sample: PathSample, like independent: [Double]) -> PathSample {
  let (horizon, pathCount) = (sample.horizon, sample.pathCount)
  var orders: [[Int]] = []
  var scores = Matrix(rows: pathCount, columns: horizon)
  for step in 0..<horizon {
    let offset = step * pathCount
    let order = ranking(sample.numbers, offset, pathCount)
    for (rank, path) in order.enumerated() {
      scores[path, step] = normalScore(rank, of: pathCount)
    }
    orders.append(order)
  }
  var correlations = columnProducts(of: scores)
  let square = correlations[0, 0]
  for row in 0..<horizon {
    for column in 0..<horizon { correlations[row, column] /= square }
  }
  guard let along = factor(of: correlations) else { return sample }
  var template = independent
  template.withUnsafeMutableBufferPointer { template in
    if let address = template.baseAddress {
      multiplyLowerTriangular(along, into: address, columns: pathCount)
    }
  }
  var result = sample
  for step in 0..<horizon {
    let offset = step * pathCount
    let places = ranking(template, offset, pathCount)
    for (rank, place) in places.enumerated() {
      result.numbers[offset + place] = sample.numbers[offset + orders[step][rank]]
    }
  }
  return result
}

/// The normal number that belongs to a rank, counted from 0.
private func normalScore(_ rank: Int, of count: Int) -> Double {
  StandardNormal.quantile(at: (Double(rank) + 0.5) / Double(count))
}

/// The lower factor of correlations that may determine each other.
private func factor(of correlations: Matrix) -> Matrix? {
  var matrix = correlations
  for share in [0, 1e-9, 1e-6, 1e-3] {
    for index in 0..<matrix.rows { matrix[index, index] = correlations[index, index] + share }
    if let found = try? lowerCholesky(of: matrix) { return found }
  }
  return nil
}
