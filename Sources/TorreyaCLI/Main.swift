import ArgumentParser
import Torreya

@main
struct TorreyaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "torreya",
    abstract: "Scenario simulation and forecasts for local-government planners.",
    discussion: """
      A scenario in JSON declares taxes, visitors, works, levers and targets. Torreya draws it \
      many times and says what holds with which probability.

        torreya init my-town.json              a scenario to start from
        torreya check my-town.json             every mistake at once
        torreya run my-town.json               results as CSV in results/
        torreya import plan.xml                works of Microsoft Project as JSON
        torreya compare my-town.json           what the scenario's variants change
        torreya sweep my-town.json --lever promotion=0:100:50   a lever over a grid
        torreya optimise scenarios/jidong-2024.json --targets T1 --extra 50万元
        torreya target my-town.json --target revenue   which level holds how surely
        torreya joint my-town.json             what holds together, which target binds
        torreya allocate scenarios/jidong-2024.json  a total handed down
        torreya sensitivity my-town.json       which assumptions decide
        torreya discover my-town.json          under which conditions it is missed
        torreya track my-town.json             are the targets on course?
        torreya forecast seeds/history/vat.csv  a history, continued with intervals

      Exit status: 0 done, 1 a check failed as asked, 64 usage, 65 the scenario has errors, \
      66 no input, 70 our defect, 73 cannot write, 130 interrupted.
      """,
    version: engineVersion,
    subcommands: [
      RunCommand.self, CheckCommand.self, CompareCommand.self, TargetCommand.self,
      JointCommand.self, AllocateCommand.self,
      ExplainCommand.self, DescribeCommand.self, SchemaCommand.self, ReplayCommand.self,
      InitCommand.self, ImportCommand.self, ForecastCommand.self, BacktestCommand.self,
      ScoreCommand.self, SweepCommand.self, OptimiseCommand.self, SensitivityCommand.self,
      DiscoverCommand.self, TrackCommand.self,
    ])

  static var _errorPrefix: String { Language.ofCommandLine == .zh ? "错误：" : "Error: " }

  static func main() {
    reserveStandardStreams()
    do {
      var command = try parseAsRoot(nil)
      try command.run()
    } catch {
      end(with: error)
    }
  }

  /// Ends as the parser of the command line would; what it says in English only is said in the
  /// language that was asked for.
  private static func end(with error: any Error) -> Never {
    let message = message(for: error)
    let said = _errorPrefix + message
    let whole = fullMessage(for: error, columns: nil)
    guard Language.ofCommandLine == .zh, whole.hasPrefix(said),
      let chinese = chineseForParserMessage(message)
    else { exit(withError: error) }
    say(_errorPrefix + chinese + whole.dropFirst(said.count))
    exit(withError: exitCode(for: error))
  }
}
