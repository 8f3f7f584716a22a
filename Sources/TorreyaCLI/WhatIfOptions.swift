import ArgumentParser
import Torreya

/// What a what-if asks for.
struct WhatIfOptions: ParsableArguments {
  @Option(help: "The targets, parted by commas. (default: all, where no indicator is named)")
  var targets: String?

  @Option(
    help: """
      Indicators besides, parted by commas: fiscal.total.recurring, or with a month or year \
      fiscal.total.recurring@2024-06. (default: none)
      """)
  var indicators: String?

  var question: WhatIfQuestion {
    var question = WhatIfQuestion()
    question.add("targets", targets)
    question.add("indicators", indicators)
    return question
  }
}
