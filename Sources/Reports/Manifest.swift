#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What makes a run repeatable: the engine, the inputs, the settings, and the hashes of what came
/// out. `manifest.json`.
public struct Manifest: Codable, Equatable, Sendable {
  /// A file by its name and the SHA-256 of its bytes, in hexadecimal.
  public struct File: Codable, Hashable, Sendable {
    public let name: String
    public let sha256: String

    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }

    public init(name: String, bytes: [UInt8]) {
      self.init(name: name, sha256: sha256Hex(bytes))
    }
  }

  public var engine: String
  /// The command, such as `run`.
  public var command: String
  /// The variants that were compared.
  public var variants: [String]
  /// The scenario as it was named on the command line; `-` for standard input.
  public var scenario: File
  /// The files that it read besides, named from its project folder.
  public var inputs: [File]
  public var trials: Int
  public var seed: UInt64
  /// The name of the sampling scheme; `pseudo-random` in manifests of version 0.1.
  public var sampling: String
  /// How many randomisations the scheme has; absent where it has none.
  public var randomisations: Int?
  /// `exact`, or `sketch` when the trials were not kept; what `auto` came to.
  public var quantiles: String?
  /// `plain`, or `spreadsheet` for the files that Excel and WPS open.
  public var format: String
  /// Whether every trial was written.
  public var hasTrials: Bool
  public var outputs: [File]
  /// What else was asked for, as `name=value` by the names of the command's options; absent for
  /// commands of which all is said above.
  public var arguments: [String]?
  /// How much of it was finished when the command was told to stop, such as `12 of 601 points`;
  /// absent where all was.
  public var finished: String?

  public init(
    engine: String, command: String, variants: [String], scenario: File, inputs: [File],
    trials: Int, seed: UInt64, sampling: String, randomisations: Int? = nil,
    quantiles: String? = nil, format: String,
    hasTrials: Bool, arguments: [String]? = nil, finished: String? = nil, outputs: [File]
  ) {
    self.engine = engine
    self.command = command
    self.variants = variants
    self.scenario = scenario
    self.inputs = inputs
    self.trials = trials
    self.seed = seed
    self.sampling = sampling
    self.randomisations = randomisations
    self.quantiles = quantiles
    self.format = format
    self.hasTrials = hasTrials
    self.arguments = arguments
    self.finished = finished
    self.outputs = outputs
  }

  /// The manifest as JSON: keys in alphabetical order, so that equal runs give equal bytes.
  public var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a manifest of texts and whole numbers can be encoded")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  /// Reads a manifest; nil when the bytes are none.
  public init?(json: [UInt8]) {
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(json)) else {
      return nil
    }
    self = manifest
  }
}
