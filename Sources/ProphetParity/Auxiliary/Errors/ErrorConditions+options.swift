import ProphetEngine

/// The conditions by the names under which they are recorded.
enum ErrorConditions {
    /// All conditions that are known.
    static let all: [String: ErrorCondition] = [
        optionConditions, rowConditions, textConditions, diagnosticConditions,
    ]
    .reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

    /// Conditions of options, seasonalities, holidays and regressors.
    private static let optionConditions: [String: ErrorCondition] = [
        "growth invalid": .impossible("Growth"),
        "changepoint_range 1.5": .options { $0.changepointRange = 1.5 },
        "changepoint_range str": .impossible("Double"),
        "seasonality_mode invalid": .impossible("ComponentMode"),
        "holidays_mode invalid": .impossible("ComponentMode"),
        "scaling invalid": .impossible("Scaling"),
        "holidays lower_window > 0": holiday { $0.lowerWindow = 1 },
        "holidays upper_window < 0": holiday { $0.upperWindow = -1 },
        "holiday reserved name": holiday { $0.name = "trend" },
        "holiday with _delim_": holiday { $0.name = "a_delim_b" },
        "holiday inconsistent prior": .fit { options in
            options.holidays = [holiday(0, priorScale: 1), holiday(1, priorScale: 2)]
        },
        "holiday prior 0": .fit { $0.holidays = [holiday(0, priorScale: 0)] },
        "regressor reserved": .options { $0.regressors = [Regressor("yhat")] },
        "regressor reserved lower": .options { $0.regressors = [Regressor("weekly_lower")] },
        "regressor prior 0": .options { $0.regressors = [Regressor("r", priorScale: 0)] },
        "regressor mode": .impossible("ComponentMode"),
        "regressor after fit": .impossible("FittedProphet takes no regressor"),
        "regressor same as holiday": .options { options in
            options.holidays = [holiday(0)]
            options.regressors = [Regressor("a")]
        },
        "regressor same as seasonality": .options { options in
            options.seasonalities = [seasonality("s")]
            options.regressors = [Regressor("s")]
        },
        "regressor twice": .options { $0.regressors = [Regressor("r"), Regressor("r", priorScale: 2)] },
        "seasonality reserved": .options { $0.seasonalities = [seasonality("trend")] },
        "seasonality order 0": .options { $0.seasonalities = [seasonality("s", order: 0)] },
        "seasonality prior 0": .options { options in
            options.seasonalities = [CustomSeasonality(name: "s", period: 5, order: 2, priorScale: 0)]
        },
        "seasonality mode": .impossible("ComponentMode"),
        "seasonality after fit": .impossible("FittedProphet takes no seasonality"),
        "seasonality name = regressor": .options { options in
            options.regressors = [Regressor("s")]
            options.seasonalities = [seasonality("s")]
        },
        "condition reserved": .options { $0.seasonalities = [seasonality("s", condition: "ds")] },
        "country unknown": .impossible("holidays are dates"),
        "country after fit": .impossible("holidays are dates"),
        "country twice": .impossible("holidays are dates"),
        "fit twice": .impossible("ProphetModel.fit makes a new value"),
        "predict before fit": .impossible("only FittedProphet predicts"),
        "make_future before fit": .impossible("only FittedProphet has a history"),
        "serialize unfitted": .impossible("only FittedProphet is saved"),
    ]

    private static func holiday(_ day: Int, priorScale: Double? = nil) -> Holiday {
        Holiday("a", ds: ErrorCondition.times(days: 30)[day], priorScale: priorScale)
    }

    private static func holiday(_ change: @escaping @Sendable (inout Holiday) -> Void) -> ErrorCondition {
        .options { options in
            var holiday = holiday(3)
            change(&holiday)
            options.holidays = [holiday]
        }
    }

    static func seasonality(_ name: String, order: Int = 2, condition: String? = nil) -> CustomSeasonality {
        CustomSeasonality(name: name, period: 5, order: order, condition: condition)
    }
}
