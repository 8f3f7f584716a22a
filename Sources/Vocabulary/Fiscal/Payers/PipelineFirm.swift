import SourceText

/// A firm with a name that moves through the pipeline, as a fact about its stage needs it.
public struct PipelineFirm: Sendable {
  /// The id path, such as `fiscal.enclave.firmC`.
  public let id: String
  /// Where it stands before the first period.
  let start: PipelineStage
  /// Whether time leads it on from registration: its place then counts the months since.
  let isTimed: Bool

  /// The indicator that holds its place.
  var place: String { id + ".place" }

  /// The stages at which it can be found, and whose places tell all that the pipeline asks of it.
  var knowable: [PipelineStage] {
    PipelineStage.allCases.filter { stage in
      stage == .lost || stage.place >= start.place && !isCountedByMonths(stage)
    }
  }

  /// Whether only the months since registration tell what comes next.
  func isCountedByMonths(_ stage: PipelineStage) -> Bool {
    isTimed && (stage == .rampUp || stage == .stable)
  }
}
