import LinearAlgebra
import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Regressions with autoregressive errors, against statsmodels and against generalised least
/// squares with the whole covariance matrix.
@Suite struct RegressionTests {
  @Test func interventionsAreColumns() {
    #expect(Regressors.pulse("p", at: 2, steps: 4).columns == [[0, 0, 1, 0]])
    #expect(Regressors.levelShift("s", from: 2, steps: 4).columns == [[0, 0, 1, 1]])
    #expect(Regressors.ramp("r", from: 1, to: 3, steps: 5).columns == [[0, 0, 0.5, 1, 1]])
    let both = Regressors.pulse("p", at: 0, steps: 2)
      .joined(with: .levelShift("s", from: 1, steps: 2))
    #expect(both.names == ["p", "s"] && both.stepCount == 2)
    #expect(both.selected([1]).names == ["s"])
  }

  @Test func autoregressionsFollowFromPartialCorrelations() {
    let two = Autoregression(partial: [0.6, -0.3])
    // The coefficients of order two: p1 (1 - p2) and p2.
    #expect(agree(two.coefficients[0], 0.78, 1e-15))
    #expect(two.coefficients[1] == -0.3)
    // The equations of Yule and Walker, with the variance of a disturbance 1.
    let gamma = Autoregression(partial: [0.6, -0.3, 0.5]).autocovariances
    let phi = Autoregression(partial: [0.6, -0.3, 0.5]).coefficients
    for lag in 0...3 {
      var sum: Double = lag == 0 ? 1 : 0
      for other in 0..<3 { sum += phi[other] * gamma[abs(lag - other - 1)] }
      #expect(agree(gamma[lag], sum, 1e-13))
    }
  }

  @Test func theReferencesAreThoseOfStatsmodels() throws {
    let rows = try StructuralReference.rows("regression.csv")
    #expect(rows.count == 4)
    for row in rows {
      func number(_ name: String) -> Double { Double(row[name] ?? "") ?? .nan }
      let values = try StructuralReference.values(
        row["series"] ?? "", logarithms: row["logarithms"] == "1")
      let order = Int(number("order"))
      let shift = Regressors.levelShift(
        "shift", from: Int(number("shift")), steps: values.count + 10)
      let design = RegressionDesign(
        TimeSeries(values: values), shift, usesLogarithms: false, hasTrend: true,
        hasSeasons: true)
      let fit = design.fit(from: order == 1 ? [0.3] : [0.5, 0])
      let model = HolidayRegressionModel(
        design: design, fit: fit, series: TimeSeries(values: values))
      let value = try #require(model.description.logLikelihood)
      #expect(value > number("logLikelihood") - 1e-5)
      #expect(agree(value, number("logLikelihood"), 1e-7))
      let width = number("variance").squareRoot()
      for (place, name) in ["constant", "line", "effect"].enumerated() {
        #expect(abs(model.coefficients[place].value - number(name)) < 2e-3 * width)
      }
      for lag in 0..<order {
        #expect(abs(model.autoregression[lag] - number("lag\(lag + 1)")) < 1e-3)
      }
      let ahead = model.pointForecast(horizon: 10)
      #expect(abs(ahead[0] - number("forecast1")) < 2e-3 * width)
      #expect(abs(ahead[9] - number("forecast10")) < 2e-3 * width)
    }
  }

  /// The likelihood and the coefficients from the covariance matrix of all errors.
  @Test(arguments: [[], [0.5], [0.7, -0.4], [0.3, 0.2, -0.6]], [false, true])
  func coefficientsAreThoseOfGeneralisedLeastSquares(partial: [Double], gaps: Bool) throws {
    var generator = SeededGenerator(21)
    let count = 30
    var values = (0..<count).map { _ in Double.random(in: -2...3, using: &generator) }
    let column = (0..<count).map { _ in Double.random(in: 0...1, using: &generator) }
    if gaps { for step in [0, 7, 8, 9, 29] { values[step] = .nan } }
    let ones = [Double](repeating: 1, count: count)
    let regression = AutoregressiveRegression(lanes: [values, ones, column])
    let errors = Autoregression(partial: partial)
    let moments = regression.moments(errors)
    let solution = try #require(LeastSquaresSolution(moments, lanes: 3, columns: [1, 2]))

    // The autocovariances beyond the order follow from the recursion.
    var gamma = errors.autocovariances
    while gamma.count < count {
      var next = 0.0
      for (lag, coefficient) in errors.coefficients.enumerated() {
        next += coefficient * gamma[gamma.count - 1 - lag]
      }
      gamma.append(next)
    }
    let seen = values.indices.filter { !values[$0].isNaN }
    var covariance = Matrix(rows: seen.count, columns: seen.count)
    for (row, first) in seen.enumerated() {
      for (place, second) in seen.enumerated() {
        covariance[row, place] = gamma[abs(first - second)]
      }
    }
    let factor = try lowerCholesky(of: covariance)
    let design = Matrix(
      rows: seen.count, columns: 2, elements: seen.flatMap { [1.0, column[$0]] })
    let series = Matrix(rows: seen.count, columns: 1, elements: seen.map { values[$0] })
    let information = product(
      design.transposed, try solve(withCholeskyFactor: factor, design))
    let right = product(design.transposed, try solve(withCholeskyFactor: factor, series))
    let expected = try solve(information, right).values.elements
    let logDeterminant: Double = seen.indices.reduce(0) { $0 + 2 * logarithm(factor[$1, $1]) }
    #expect(abs(moments.logVarianceSum - logDeterminant) < 1e-11)
    for place in 0..<2 { #expect(abs(solution.coefficients[place] - expected[place]) < 1e-11) }
    let rest = zip(series.elements, product(design, expected)).map { $0 - $1 }
    let turned = try solve(
      withCholeskyFactor: factor, Matrix(rows: rest.count, columns: 1, elements: rest))
    let squares = zip(rest, turned.elements).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(agree(solution.squares, squares, 1e-10))
    let inverse = try solve(information, Matrix(diagonal: [1, 1])).values
    for place in 0..<2 {
      #expect(agree(solution.inverseDiagonal[place], inverse[place, place], 1e-11))
    }
  }

  /// A series with a holiday that moves between two months, and a regressor that means nothing.
  private func holidaySeries() -> (series: TimeSeries, regressors: Regressors) {
    var generator = SeededGenerator(33)
    let count = 144
    let steps = count + 24
    var holiday = [Double](repeating: 0, count: steps)
    var nothing = holiday
    for step in 0..<steps {
      nothing[step] = Double.random(in: 0...1, using: &generator)
      // In some years the holiday lies in the first month, in others in the second.
      if step % 12 == 0 { holiday[step] = nothing[step] < 0.5 ? 1 : 0 }
      if step % 12 == 1 { holiday[step] = 1 - holiday[step - 1] }
    }
    let columns = [holiday, nothing]
    var error = 0.0
    var values: [Double] = []
    for step in 0..<count {
      var shock = -6.0
      for _ in 0..<12 { shock += Double.random(in: 0...1, using: &generator) }
      error = 0.5 * error + 0.02 * shock
      let season = Double((step * 5) % 12) / 24
      let level: Double = 5 + 0.004 * Double(step)
      values.append(exponential(level + season - 0.2 * holiday[step] + error))
    }
    return (
      TimeSeries(values: values, seasonLength: 12),
      Regressors(names: ["holiday", "nothing"], columns: columns)
    )
  }

  @Test(arguments: [HolidayRegression.Selection.correctedAkaike, .significant(standardErrors: 2.5)])
  func aHolidayIsFoundAndNoiseIsLeftOut(selection: HolidayRegression.Selection) throws {
    let (series, regressors) = holidaySeries()
    let method = HolidayRegression(
      regressors: regressors, usesLogarithms: true, selection: selection)
    let model = try method.fitted(series)
    #expect(model.dropped == ["nothing"])
    let holiday = try #require(model.coefficients.first { $0.name == "holiday" })
    #expect(abs(holiday.value + 0.2) < 3 * holiday.standardError)
    #expect(holiday.standardError < 0.02)
    #expect(model.autoregression.count >= 1 && abs(model.autoregression[0] - 0.5) < 0.25)
    let whole = HolidayRegression(
      regressors: regressors, usesLogarithms: true, selection: .all)
    #expect(try whole.fitted(series).dropped.isEmpty)
  }

  @Test func theMedianOfThePathsIsTheForecast() throws {
    let (series, regressors) = holidaySeries()
    let model = try HolidayRegression(regressors: regressors, usesLogarithms: true).fitted(series)
    let noise = PathNoise(key: StreamKey(bits: 4), pathCount: 1_024)
    let ahead = model.pointForecast(horizon: 12)
    let middle = model.paths(horizon: 12, noise: noise).quantiles(at: [0.1, 0.5, 0.9])
    for step in [0, 11] {
      #expect(agree(middle[step][1], ahead[step], 0.01))
      #expect(middle[step][0] < ahead[step] && ahead[step] < middle[step][2])
    }
    // 80 percent of a normal distribution lie within 2.56 deviations.
    let width = logarithm(middle[0][2] / middle[0][0]) / 2.563
    #expect(agree(width, model.disturbanceVariance.squareRoot(), 0.15))
  }

  @Test func residualsAreWhite() throws {
    let (series, regressors) = holidaySeries()
    let model = try HolidayRegression(regressors: regressors, usesLogarithms: true).fitted(series)
    let residuals = model.residuals
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    let lagged = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(squares / Double(residuals.count) - 1) < 0.15)
    #expect(abs(lagged / squares) < 0.17)
  }

  @Test func logarithmsNeedValuesAboveZero() {
    let series = TimeSeries(values: [1, 2, 0, 4, 5, 6, 7, 8, 9])
    #expect(throws: FitFailure.notPositive(step: 2)) {
      try HolidayRegression(usesLogarithms: true).fitted(series)
    }
  }

  @Test func whatHasNotHappenedYetIsLeftOut() throws {
    let (series, regressors) = holidaySeries()
    let later = Regressors.levelShift("later", from: 150, steps: 168)
    let always = Regressors.levelShift("always", from: 0, steps: 168)
    let more = regressors.joined(with: later).joined(with: always)
    let model = try HolidayRegression(regressors: more, usesLogarithms: true).fitted(series)
    let plain = try HolidayRegression(regressors: regressors, usesLogarithms: true).fitted(series)
    #expect(model.coefficients == plain.coefficients)
    #expect(model.pointForecast(horizon: 24) == plain.pointForecast(horizon: 24))
    let structural = BasicStructural(regressors: later)
    #expect(
      try structural.fitted(series).pointForecast(horizon: 24)
        == BasicStructural().fitted(series).pointForecast(horizon: 24))
  }

  @Test func aStretchTakesTheRowsOfItsOwnSteps() throws {
    let (series, regressors) = holidaySeries()
    let cut = Regressors(
      names: regressors.names, columns: regressors.columns.map { Array($0[36...]) })
    let stretch = series.suffix(from: 36)
    let alone = TimeSeries(values: stretch.values, seasonLength: 12, firstSeason: 0)
    let found = try HolidayRegression(regressors: regressors, usesLogarithms: true).fitted(stretch)
    let wanted = try HolidayRegression(regressors: cut, usesLogarithms: true).fitted(alone)
    #expect(found.coefficients == wanted.coefficients)
    #expect(found.pointForecast(horizon: 12) == wanted.pointForecast(horizon: 12))
  }

  @Test func logarithmsAreTakenWhereEffectsMultiply() throws {
    let (series, regressors) = holidaySeries()
    let found = try AutomaticHolidayRegression(calendar: regressors).fitted(series)
    let holiday = try #require(found.description.effects.first { $0.name == "holiday" })
    #expect(holiday.isOnLogarithm)
    #expect(abs(try #require(holiday.estimate) + 0.2) < 0.06)
    let nothing = try #require(found.description.effects.first { $0.name == "nothing" })
    #expect(nothing.estimate == nil && nothing.standardError == nil)
    // The same wiggles as amounts that do not grow with the level.
    let plain = TimeSeries(
      values: series.values.enumerated().map { step, value in
        100 + 10 * Double(step) + 30 * logarithm(value)
      }, seasonLength: 12)
    let amounts = try AutomaticHolidayRegression(calendar: regressors).fitted(plain)
    #expect(amounts.description.effects.allSatisfy { !$0.isOnLogarithm })
    let withZero = TimeSeries(values: [0] + plain.values.dropFirst(), seasonLength: 12)
    #expect(
      try AutomaticHolidayRegression(calendar: regressors).fitted(withZero).description.effects
        .allSatisfy { !$0.isOnLogarithm })
  }

  @Test func whatIsKnownToHaveHappenedIsKept() throws {
    let (series, regressors) = holidaySeries()
    let nothing = regressors.selected([1])
    let method = AutomaticHolidayRegression(events: nothing, calendar: regressors.selected([0]))
    let model = try method.fitted(series)
    #expect(model.dropped.isEmpty)
    #expect(model.description.effects.map(\.name) == ["nothing", "holiday"])
    #expect(abs(try #require(model.description.effects[0].estimate)) < 0.05)
  }

  @Test func anEffectRestsOnMoreThanOneStep() throws {
    let (series, regressors) = holidaySeries()
    let once = Regressors.pulse("once", at: 40, steps: 168)
    let model = try AutomaticHolidayRegression(calendar: once.joined(with: regressors))
      .fitted(series)
    #expect(model.dropped.contains("once") && !model.dropped.contains("holiday"))
    let known = try AutomaticHolidayRegression(events: once, calendar: regressors).fitted(series)
    #expect(!known.dropped.contains("once"))
  }

  @Test func columnsOfSumsAreMeans() {
    let columns = Regressors(names: ["a"], columns: [[1, 2, 3, 4, 5, 6, 7]])
    #expect(columns.averaged(over: 3, from: 1).columns == [[3, 6]])
    #expect(columns.averaged(over: 3, from: 6).columns == [[]])
    #expect(columns.averaged(over: 1, from: 0) == columns)
  }
}
