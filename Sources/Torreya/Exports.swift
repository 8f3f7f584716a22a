// The façade is the library: whoever imports it gets the values that its functions take and give.
@_exported import ColumnPlan
@_exported import Forecasting
@_exported import Formulas
@_exported import History
@_exported import Planning
@_exported import Probability
@_exported import ProjectImport
@_exported import Reports
@_exported import Simulation
@_exported import SourceText
@_exported import Vocabulary
