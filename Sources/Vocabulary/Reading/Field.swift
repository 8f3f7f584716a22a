import Formulas
import SourceText

/// A key that an object of the scenario may have: the one record from which the reader, the JSON
/// Schema, `torreya describe` and the documentation derive.
public struct Field: Sendable {
  public enum Presence: Sendable, Equatable {
    case required
    case optional
    /// Left out, it is this, in the words of the documentation.
    case defaults(to: String)
  }

  public let key: String
  public let shape: FieldShape
  public let presence: Presence
  public let summary: BilingualText
  /// What a value at it is called behind the name of its object, where the summary says more than
  /// a name should.
  private let shortName: BilingualText?

  public init(
    _ key: String, _ shape: FieldShape, _ presence: Presence = .required, zh: String, en: String,
    called shortName: BilingualText? = nil
  ) {
    self.key = key
    self.shape = shape
    self.presence = presence
    self.shortName = shortName
    summary = BilingualText(zh: zh, en: en)
  }

  /// What a value at the key is called in tables: what stands behind the first clause of the
  /// summary is for those who write it.
  var name: BilingualText {
    shortName
      ?? BilingualText(
        zh: String(summary.zh.prefix { $0 != "；" }), en: String(summary.en.prefix { $0 != ";" }))
  }
}

/// What may stand at a key.
public indirect enum FieldShape: Sendable {
  case text
  /// A name that other parts refer to: a letter, then letters and digits.
  case id
  /// `{ "zh": …, "en": … }`, or one text for both.
  case label
  case boolean
  case integer(ClosedRange<Int>)
  case choice([String])
  /// Such as `"2024-03"` or `"2024"`.
  case period
  /// An ISO date.
  case date
  /// A day of any year, `MM-DD`, or a distribution of such days.
  case dayOfYear
  /// An ISO date, or a day of every year, `MM-DD`.
  case calendarDay
  /// A day of every year of the Chinese calendar, `MM-DD`.
  case lunarDay
  case unit
  /// A text in the formula language.
  case formula
  /// A number, quantity, distribution, dated value or formula in this unit or one like it.
  case value(UnitOfMeasure)
  /// The same in the unit that the object declares.
  case valueInDeclaredUnit
  /// A known number in this unit or one like it.
  case quantity(UnitOfMeasure)
  /// A file below the project folder.
  case file
  /// Twelve numbers, January first, or a column of a file.
  case profile
  case list(FieldShape)
  /// An object whose keys are names of something else.
  case map(FieldShape)
  case object(ObjectDescriptor)
  /// One of several kinds of object, told apart by the key that each of them has.
  case oneOf([ObjectDescriptor])
  /// One of several shapes that JSON tells apart, such as a word or a list of words.
  case either([FieldShape])
  /// JSON of any form, read where it is used.
  case anything
}

/// An object of the scenario: what it is for, and its keys.
public struct ObjectDescriptor: Sendable {
  public let name: String
  public let summary: BilingualText
  /// The object's own keys; `source` and `note` are allowed in every object.
  public let ownFields: [Field]
  /// A JSON text that can be read as it stands; empty where the object is part of another one.
  public let example: String

  public init(
    _ name: String, zh: String, en: String, fields: [Field], example: String = ""
  ) {
    self.name = name
    summary = BilingualText(zh: zh, en: en)
    ownFields = fields
    self.example = example
  }

  public var fields: [Field] { ownFields + [.source, .note] }
}

extension Field {
  static let id = Field("id", .id, zh: "标识", en: "the name by which other parts refer to it")
  static let label = Field("label", .label, .optional, zh: "名称", en: "what people call it")
  static let source = Field(
    "source", .text, .optional, zh: "来源；假设写 illustrative",
    en: "where the figures come from; `illustrative` marks an assumption")
  static let note = Field("note", .text, .optional, zh: "说明", en: "a remark for the reader")
}
