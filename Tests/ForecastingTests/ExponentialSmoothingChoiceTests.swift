import Probability
import Testing

@testable import Forecasting

/// Which form is chosen, and that nothing that comes in does harm.
@Suite struct ExponentialSmoothingChoiceTests {
  @Test func aSeasonThatGrowsIsSeenAsSuch() throws {
    let model = try ExponentialSmoothing()
      .chosen(of: smoothingSeries("AirPassengers", seasonLength: 12))
    #expect(model.form.season == .multiplicative && model.form.trend == .additive)
  }

  /// The search for all forms finds what the search for each alone finds.
  @Test func theChosenFormIsEstimatedAsIfAlone() throws {
    for (name, length) in [("UKgas", 4), ("ausbeer", 4), ("oil", 1), ("Nile", 1)] {
      let series = smoothingSeries(name, seasonLength: length)
      let chosen = try ExponentialSmoothing().chosen(of: series)
      let alone = try ExponentialSmoothing(form: chosen.form).chosen(of: series)
      #expect(abs(chosen.value - alone.value) < 1e-3, "\(name) \(chosen.form)")
    }
  }

  @Test func theFirstCandidateHasTheLowestCriterion() throws {
    let models = try ExponentialSmoothing(prior: .none)
      .candidates(of: smoothingSeries("ausbeer", seasonLength: 4))
    #expect(models.count == 15)
    let criteria = models.compactMap(\.description.correctedAkaike)
    #expect(criteria == criteria.sorted())
  }

  @Test func missingValuesOnlyCarryTheStateOn() throws {
    var series = smoothingSeries("Nile", seasonLength: 1)
    let model = try ExponentialSmoothing(form: SmoothingForm("AAdN")!).chosen(of: series)
    // Values missing at the end change nothing but where forecasts begin.
    series = TimeSeries(values: series.values + [.nan, .nan, .nan])
    let longer = try ExponentialSmoothing(form: SmoothingForm("AAdN")!).chosen(of: series)
    #expect(longer.description.logLikelihood == model.description.logLikelihood)
    let (early, late) = (model.pointForecast(horizon: 8), longer.pointForecast(horizon: 5))
    for step in 0..<5 { #expect(abs(early[step + 3] - late[step]) < 1e-9) }
    let areMissing = longer.residuals.suffix(3).allSatisfy(\.isNaN)
    #expect(areMissing)
  }

  @Test func gapsLeaveASeasonInPlace() throws {
    var values = smoothingSeries("AirPassengers", seasonLength: 12).values
    for step in [3, 17, 18, 19, 20, 60, 61, 100, 143] { values[step] = .nan }
    let model = try ExponentialSmoothing().chosen(of: TimeSeries(values: values, seasonLength: 12))
    let forecast = model.pointForecast(horizon: 12)
    // The summer peak of the last year stood at 622.
    #expect(forecast[6] > 560 && forecast[6] < 760)
    #expect(forecast[10] < 0.85 * forecast[6])
    #expect(model.description.observationCount == 135)
  }

  @Test func theUnitDoesNotMatter() throws {
    let series = smoothingSeries("UKgas", seasonLength: 4)
    let model = try ExponentialSmoothing().chosen(of: series)
    let large = try ExponentialSmoothing().chosen(
      of: TimeSeries(values: series.values.map { $0 * 0x1p400 }, seasonLength: 4))
    #expect(large.form == model.form)
    for (a, b) in zip(model.pointForecast(horizon: 8), large.pointForecast(horizon: 8)) {
      #expect(a * 0x1p400 == b)
    }
    let shift = Double(series.count) * logarithm(0x1p400)
    #expect(
      abs(model.description.logLikelihood! - shift - large.description.logLikelihood!) < 1e-6)
  }

  @Test(arguments: [
    [1, 2, 3, 4], [5, 5, 5, 5, 5, 5], [0, 0, 0, 0, 0], [-3, 2, -8, 1, 0, 4, -2],
    [1e-300, 3e-300, 2e-300, 1e-300, 5e-300], [1e308, 1.5e308, 1.2e308, 1.7e308],
    [2, 1, 1, 2, 1].map { $0 * Double.leastNonzeroMagnitude }, [1, 1e12, 1, 1e12, 1, 3, 1e-9, 4],
    [.nan, 4, .nan, 5, 6, .nan, 3, .nan], [0, 0, 0, 7, 0, 0, 0, 0, 1, 0],
    [100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 1],
  ])
  func strangeSeriesGiveFiniteForecasts(values: [Double]) throws {
    for seasonLength in [1, 4] {
      for average in [false, true] {
        let method = ExponentialSmoothing(averagesForms: average)
        let model = try method.fit(TimeSeries(values: values, seasonLength: seasonLength))
        let areFinite = model.pointForecast(horizon: 30).allSatisfy(\.isFinite)
        #expect(areFinite)
        for draws in [false, true] {
          let noise = PathNoise(
            key: StreamKey(bits: 7), pathCount: 32, drawsParameters: draws)
          let paths = model.paths(horizon: 6, noise: noise)
          let areNumbers = paths.numbers.allSatisfy { !$0.isNaN }
          #expect(areNumbers)
        }
        #expect(model.residuals.count == values.count)
      }
    }
  }

  @Test func seriesThatAreAllTheSameStayThere() throws {
    let model = try ExponentialSmoothing().chosen(of: TimeSeries(values: [7, 7, 7, 7, 7, 7]))
    #expect(model.form.description == "ETS(A,N,N)")
    #expect(model.pointForecast(horizon: 3) == [7, 7, 7])
  }

  @Test func everyFormOfAShortSeriesIsFittedOrRefused() throws {
    let values = [3.0, 5, 4, 6, 5, 7, 4, 8, 6]
    for form in SmoothingForm.all {
      let model = try ExponentialSmoothing(form: form)
        .chosen(of: TimeSeries(values: values, seasonLength: 4))
      let paths = model.paths(horizon: 12, noise: PathNoise(key: StreamKey(bits: 3), pathCount: 64))
      let areFinite = paths.numbers.allSatisfy(\.isFinite)
      #expect(areFinite, "\(form)")
      let arePositive = paths.numbers.allSatisfy { $0 > 0 }
      if form.error == .multiplicative { #expect(arePositive, "\(form)") }
    }
  }

  @Test func whatCannotBeFittedIsRefused() {
    func failure(_ values: [Double], _ form: String? = nil, season: Int = 1) -> FitFailure? {
      do throws(FitFailure) {
        let method = ExponentialSmoothing(form: form.flatMap { SmoothingForm($0) })
        _ = try method.fit(TimeSeries(values: values, seasonLength: season))
        return nil
      } catch { return error }
    }
    #expect(failure([]) == .tooFewObservations(found: 0, needed: 4))
    #expect(failure([1, 2, .nan, 3]) == .tooFewObservations(found: 3, needed: 4))
    #expect(failure([1, 2, 0, 3, 4], "MNN") == .notPositive(step: 2))
    #expect(
      failure([1, .infinity, 2, 3, 4])
        == .outsideDomain(step: 1, expected: .init(zh: "有限的数", en: "a finite number")))
    #expect(
      failure([1, 2, 3, 4, 5], "ANA")
        == .outsideDomain(step: 0, expected: .init(zh: "有季节的序列", en: "a series with seasons")))
    #expect(
      failure([1, 2, 3, 4, 5], "ANA", season: 12) == .tooFewObservations(found: 5, needed: 13))
    #expect(
      failure([1, 2, 3, .nan, 5, 6, 7, .nan, 8], "ANA", season: 4)
        == .outsideDomain(
          step: 3, expected: .init(zh: "一年里每个季节都有值", en: "a value in each season of the year")))
  }

  @Test func averagingSharesThePaths() throws {
    let series = smoothingSeries("oil", seasonLength: 1)
    let mixture = try SmoothingMixture(ExponentialSmoothing().candidates(of: series))
    #expect(abs(mixture.weights.reduce(0, +) - 1) < 1e-12)
    #expect(mixture.models.count > 1)
    let forecast = mixture.pointForecast(horizon: 3)
    let parts = mixture.models.map { $0.pointForecast(horizon: 3)[2] }
    #expect(forecast[2] >= parts.min()! && forecast[2] <= parts.max()!)
    let noise = PathNoise(key: StreamKey(bits: 5), pathCount: 320, drawsParameters: false)
    let paths = mixture.paths(horizon: 3, noise: noise)
    let first = mixture.models[0].paths(horizon: 3, noise: noise)
    let own = (0..<320).filter { paths.numbers[$0] == first.numbers[$0] }.count
    #expect(abs(Double(own) - 320 * mixture.weights[0]) <= 1)
  }
}
