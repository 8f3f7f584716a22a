import Formulas
import SourceText

/// A firm, or several that are counted and have no names, as the results of a group need it.
struct Taxpayer {
  /// The id path of whatever was declared.
  let id: String
  let label: BilingualText
  /// Its taxes in a period, wherever they go.
  let taxes: Formula
  /// What of them the town counts.
  let revenue: Formula
  /// How many firms are registered in the town.
  let present: Formula
  /// How many firms stand in each stage, where they move through the pipeline.
  var stages: [PipelineStage: Formula]?
  /// How many firms register in a period, where they move through the pipeline.
  var registrations: Formula?
  /// The firm, where it has a name and moves through the pipeline.
  var pipelineFirm: PipelineFirm?
  /// Whether it is one firm that has a name.
  let isNamed: Bool
  /// Its own mix or its group's; nil where neither could be read.
  let mix: TaxMix?
  let tags: Set<String>
  let location: VillageShares
  let indicators: [Indicator]
}

/// What holds for all firms of a group unless one has its own.
struct GroupTerms {
  let taxes: [String]
  let places: Places
  let mix: TaxMix?
  let rates: PipelineRates?
  let season: Formula?
  /// The part of the taxes that an enclave's host counts.
  let hostShare: Formula?
  let tags: Set<String>
  let location: VillageShares

  /// The part of an amount that the town counts.
  func own(_ amount: Formula) -> Formula {
    hostShare.map { amount * (.constant(1) - $0) } ?? amount
  }
}
