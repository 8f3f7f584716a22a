/// A town of three kinds of revenue whose sums have closed forms, and a road.
let planningTown = """
  { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 12 },
    "simulation": { "trials": 4000, "seed": 7 },
    "confidences": { "floor": "95%", "base": "80%", "stretch": "50%" },
    "indicators": [
      { "id": "tax.a.amount", "unit": "万元", "kind": "level",
        "value": { "normal": { "mean": "400万元", "standardDeviation": "40万元" } } },
      { "id": "tax.b.amount", "unit": "万元", "kind": "level",
        "value": { "normal": { "mean": "100万元", "standardDeviation": "30万元" } } },
      { "id": "tax.total", "unit": "万元", "kind": "level",
        "formula": "tax.a.amount + tax.b.amount" },
      { "id": "monthly", "unit": "万元", "kind": "flow",
        "value": { "normal": { "mean": "10万元", "standardDeviation": "2万元" },
          "drawn": "everyPeriod" } },
      { "id": "streams", "unit": "条", "kind": "level",
        "value": { "discrete": { "12": 0.1, "13": 0.3, "14": 0.6 } } } ],
    "allocations": [
      { "id": "kinds", "label": { "zh": "分到税种", "en": "By kind" }, "total": "tax.total",
        "level": "480万元", "members": "tax.*.amount" } ],
    "targets": [
      { "id": "all", "indicator": "tax.total", "atLeast": "480万元",
        "loss": { "missing": 3, "aimingLow": 1 } },
      { "id": "a", "indicator": "tax.a.amount", "atLeast": "400万元" },
      { "id": "clean", "indicator": "streams", "atLeast": "13条" } ] }

  """
