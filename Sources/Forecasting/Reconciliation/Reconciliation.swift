import LinearAlgebra

/// Why forecasts cannot be brought to add up.
public enum ReconciliationError: Error, Hashable, Sendable {
  /// The errors are of another number of nodes than the structure has.
  case errorCount(found: Int, expected: Int)
  /// What is forecast does not tell this series of the bottom.
  case undetermined(bottom: Int)
  /// The covariance of the errors is not finite or not one of errors.
  case covariance
}

/// Brings forecasts of all nodes of a structure to add up.
///
/// The reconciled forecasts are those that add up and are nearest to the base forecasts, where
/// distance is measured by the inverse of the covariance of the errors. Base forecasts that add
/// up stay as they are, and unbiased ones stay unbiased.
public struct Reconciliation: Sendable {
  /// Which nodes are the sums of which.
  public let structure: SummingStructure
  /// Which nodes have no base forecast, ascending.
  public let missing: [Int]
  private let weights: BottomWeights
  private let projection: NonNegativeProjection?

  /// Prepares the weights, which are the same for all forecasts.
  ///
  /// - Parameter missing: the nodes without base forecasts; they follow from the others.
  /// - Parameter nonNegative: whether no reconciled forecast may be below zero.
  /// - Errors: `errorCount`; `undetermined` where too much is missing; `covariance`.
  /// - Complexity: O(n² a + a³) for n nodes, a of them sums; O(n³) where bottom nodes are missing.
  /// - Source: Wickramasuriya, Athanasopoulos, Hyndman (2019), equation 10, which inverts only as
  ///   many rows as there are sums.
  public init(
    _ structure: SummingStructure, _ method: ReconciliationMethod, missing: [Int] = [],
    nonNegative: Bool = false
  ) throws(ReconciliationError) {
    precondition(missing.allSatisfy((0..<structure.count).contains), "nodes of the structure")
    if let count = method.errorCount, count != structure.count {
      throw .errorCount(found: count, expected: structure.count)
    }
    self.structure = structure
    let absent = Set(missing)
    self.missing = absent.sorted()
    let sumCount = structure.sums.count
    let lacking = self.missing.first { $0 >= sumCount }
    let covariance = method.covariance(of: structure)
    if method == .bottomUp {
      if let lacking { throw .undetermined(bottom: lacking - sumCount) }
      weights = .kept
      projection =
        nonNegative
        ? NonNegativeProjection(
          covariance: Matrix(diagonal: [Double](repeating: 1, count: structure.bottomCount))) : nil
      return
    }
    let present = (0..<structure.count).filter { !absent.contains($0) }
    let (weights, spread) =
      lacking == nil
      ? try correction(structure, covariance, present.filter { $0 < sumCount })
      : try regression(structure, covariance, present)
    self.weights = weights
    projection = nonNegative ? NonNegativeProjection(covariance: spread) : nil
  }

  /// The reconciled values of all nodes.
  ///
  /// - Parameter base: a value for each node; those of missing nodes are not read.
  /// - Accuracy: the sums are the sums of the bottom to the last bit, added in the order of the
  ///   members.
  public func reconciled(_ base: [Double]) -> [Double] {
    precondition(base.count == structure.count, "a forecast for each node")
    var nodes = base
    reconcile(columns: &nodes, count: 1)
    return nodes
  }

  /// The reconciled paths of all nodes: each path adds up by itself.
  ///
  /// What the paths of different nodes with the same number have to do with each other is up to
  /// the caller: see `joinedByErrors`.
  ///
  /// - Parameter base: a sample for each node, all of the same size; those of missing nodes are
  ///   not read.
  /// - Complexity: O(m a) a step and path for m series of the bottom and a sums, by BLAS, and
  ///   more for the paths with negative values.
  public func reconciled(_ base: [PathSample]) -> [PathSample] {
    precondition(base.count == structure.count, "a sample for each node")
    let (horizon, pathCount) = (base[0].horizon, base[0].pathCount)
    precondition(
      base.allSatisfy { $0.horizon == horizon && $0.pathCount == pathCount }, "of one size")
    var results = base
    for node in results.indices {
      results[node].numbers.removeAll(keepingCapacity: true)
    }
    var block = [Double](repeating: 0, count: base.count * pathCount)
    for step in 0..<horizon {
      for (node, sample) in base.enumerated() {
        block.replaceSubrange(node * pathCount..<(node + 1) * pathCount, with: sample.step(step))
      }
      reconcile(columns: &block, count: pathCount)
      for node in results.indices {
        results[node].numbers.append(contentsOf: block[node * pathCount..<(node + 1) * pathCount])
      }
    }
    return results
  }

  /// Reconciles forecasts in place.
  ///
  /// - Shape: a row for each node, `count` columns.
  func reconcile(columns nodes: inout [Double], count: Int) {
    let sumCount = structure.sums.count
    let first = sumCount * count
    switch weights {
    case .kept: break
    case .correction(let sums, let gain):
      // By how much each sum differs from its members, and the bottom's share of it.
      var gaps = Matrix(rows: sums.count, columns: count).elements
      gaps.withUnsafeMutableBufferPointer { gaps in
        for (row, sum) in sums.enumerated() {
          for column in 0..<count { gaps[row * count + column] = nodes[sum * count + column] }
          for member in structure.sums[sum] {
            for column in 0..<count {
              gaps[row * count + column] -= nodes[first + member * count + column]
            }
          }
        }
      }
      let change = product(gain, Matrix(rows: sums.count, columns: count, elements: gaps))
      for index in change.elements.indices { nodes[first + index] += change.elements[index] }
    case .regression(let present, let matrix):
      var rows: [Double] = []
      for node in present { rows += nodes[node * count..<(node + 1) * count] }
      let right = Matrix(rows: present.count, columns: count, elements: rows)
      nodes.replaceSubrange(first..., with: product(matrix, right).elements)
    }
    if let projection { removeNegatives(&nodes, count, projection) }
    addUp(&nodes, count)
  }

  private func removeNegatives(
    _ nodes: inout [Double], _ count: Int, _ projection: NonNegativeProjection
  ) {
    let first = structure.sums.count * count
    var isNegative = [Bool](repeating: false, count: count)
    for index in 0..<structure.bottomCount {
      for column in 0..<count where nodes[first + index * count + column] < 0 {
        isNegative[column] = true
      }
    }
    var projection = projection
    var values = [Double](repeating: 0, count: structure.bottomCount)
    for column in 0..<count where isNegative[column] {
      for index in values.indices { values[index] = nodes[first + index * count + column] }
      projection.project(&values)
      for index in values.indices { nodes[first + index * count + column] = values[index] }
    }
  }

  private func addUp(_ nodes: inout [Double], _ count: Int) {
    let first = structure.sums.count * count
    nodes.withUnsafeMutableBufferPointer { nodes in
      for (sum, members) in structure.sums.enumerated() {
        for column in 0..<count { nodes[sum * count + column] = 0 }
        for member in members {
          for column in 0..<count {
            nodes[sum * count + column] += nodes[first + member * count + column]
          }
        }
      }
    }
  }
}
