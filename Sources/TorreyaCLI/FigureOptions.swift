import ArgumentParser
import Torreya

/// The figures that a what-if asks for.
struct FigureOptions: ParsableArguments {
  @Option(help: "The targets, parted by commas. (default: all, where no indicator is named)")
  var targets: String?

  @Option(
    help: """
      Indicators besides, parted by commas: fiscal.total.recurring, or with a month, a year or \
      several periods fiscal.total.recurring@2024-06, @2024-Q2 or @2024-01..2024-06. \
      (default: none)
      """)
  var indicators: String?

  var options: [(name: String, value: String?)] {
    [("targets", targets), ("indicators", indicators)]
  }

  func figures(of model: ScenarioModel) throws(QuestionError) -> [AskedFigure] {
    try model.figures(targets: targets.map(listed), indicators: indicators.map(listed) ?? [])
  }
}
