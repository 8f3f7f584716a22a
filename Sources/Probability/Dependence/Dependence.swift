/// How a group of random values moves together, as declared: correlations by some measure, and
/// the copula that joins them.
public struct Dependence: Hashable, Sendable {
  public let measure: CorrelationMeasure
  public let copula: Copula
  /// Row by row, symmetric, with a unit diagonal.
  public let declared: [Double]
  public let variables: Int
  /// How much an entry may change to make the correlations possible, in the declared measure; nil
  /// when nothing may.
  public let largestChange: Double?

  /// - Throws: the first fault of the entries, in the order of the cases of `CorrelationError`;
  ///   whether they can hold together is known with the distributions only.
  public init(
    _ measure: CorrelationMeasure, _ copula: Copula, variables: Int, entries: [Double],
    largestChange: Double? = nil
  ) throws(CorrelationError) {
    try CorrelationMatrix.check(variables: variables, entries: entries)
    self.measure = measure
    self.copula = copula
    self.variables = variables
    self.largestChange = largestChange
    declared = entries
  }

  /// What is simulated of it.
  ///
  /// - Parameter distributions: of the variables, in their order.
  /// - Complexity: milliseconds for product-moment correlations, less for the others.
  public func resolved(for distributions: [any Distribution]) throws(DependenceError)
    -> ResolvedDependence
  {
    do {
      let conversion = try ScoreConversion(measure, copula, of: distributions)
      var scores = declared
      for row in 0..<variables {
        for column in 0..<row {
          let entry = try conversion.scores(ofDeclared: self[row, column], row, column)
          scores[row * variables + column] = entry
          scores[column * variables + row] = entry
        }
      }
      return try resolved(scores, conversion)
    } catch let error as ScoreConversionError {
      throw .conversion(error)
    } catch let error as DependenceError {
      throw error
    } catch {
      preconditionFailure("unknown error \(error)")
    }
  }

  private subscript(row: Int, column: Int) -> Double { declared[row * variables + column] }

  private func resolved(_ scores: [Double], _ conversion: ScoreConversion)
    throws(DependenceError) -> ResolvedDependence
  {
    do {
      let matrix = try CorrelationMatrix(variables: variables, entries: scores)
      return ResolvedDependence(self, matrix, used: declared)
    } catch {
      guard case .notPositiveDefinite(let variable) = error else {
        preconditionFailure("the entries were checked: \(error)")
      }
      return try repaired(scores, conversion, contradicting: variable)
    }
  }

  /// The nearest possible matrix, where it is near enough.
  private func repaired(
    _ scores: [Double], _ conversion: ScoreConversion, contradicting variable: Int
  ) throws(DependenceError) -> ResolvedDependence {
    let nearest = nearestCorrelationMatrix(to: scores, variables: variables)
    var used = declared
    var change = 0.0
    for row in 0..<variables {
      for column in 0..<row {
        let place = row * variables + column
        // Where the scores stay as they are, so does what was declared.
        if nearest[place] != scores[place] {
          used[place] = conversion.declared(ofScores: nearest[place], row, column)
        }
        used[column * variables + row] = used[place]
        change = max(change, abs(used[place] - declared[place]))
      }
    }
    guard let largestChange, change <= largestChange else {
      throw .contradiction(variable: variable, nearestChange: change)
    }
    do {
      let matrix = try CorrelationMatrix(variables: variables, entries: nearest)
      return ResolvedDependence(self, matrix, used: used)
    } catch {
      preconditionFailure("the nearest matrix is definite: \(error)")
    }
  }
}

/// Why declared correlations cannot be simulated.
public enum DependenceError: Error, Hashable, Sendable {
  /// No values could be correlated so: a variable contradicts the earlier ones. The nearest
  /// possible correlations change an entry by this much, in the declared measure.
  case contradiction(variable: Int, nearestChange: Double)
  case conversion(ScoreConversionError)
}

/// Correlations as they are simulated.
public struct ResolvedDependence: Hashable, Sendable {
  public let dependence: Dependence
  /// Of the normal scores.
  public let matrix: CorrelationMatrix
  /// In the declared measure, row by row: what was declared, or what the repair made of it.
  public let used: [Double]

  init(_ dependence: Dependence, _ matrix: CorrelationMatrix, used: [Double]) {
    self.dependence = dependence
    self.matrix = matrix
    self.used = used
  }

  /// The largest change of an entry by the repair; 0 where nothing was repaired.
  public var largestChange: Double {
    zip(used, dependence.declared).map { abs($0 - $1) }.max() ?? 0
  }
}
