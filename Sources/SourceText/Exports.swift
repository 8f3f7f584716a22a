// Who reads text tells mistakes in it, in both languages.
@_exported import Languages
