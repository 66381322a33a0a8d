import ProphetEngine
import Testing

/// What Prophet's own sampler says about four small series: 4 chains of 5000 draws each.
///
/// Made by Benchmarks/peers/sampler/reference.py with Prophet 1.5.0.
struct SamplerReference: Sendable, CustomTestStringConvertible {
    let name: String
    /// The number of changepoints.
    let changepoints: Int
    /// Daily values from 2021-03-01.
    let y: [Double]
    /// The parameters in the order k, m, delta, beta, sigma: mean, standard deviation, and the effective
    /// number of draws of the less well known of the two.
    let parameters: [(mean: Double, deviation: Double, size: Double)]
    /// Some rows of a forecast of the history and 20 more days.
    let forecast: [Row]

    /// A row of a forecast with its bounds.
    struct Row: Sendable {
        let row: Int
        let yhat: Double
        let observation: ClosedRange<Double>
        let trend: ClosedRange<Double>
        let week: ClosedRange<Double>
    }

    var testDescription: String { name }

    /// Linear growth, additive week.
    static let linear = SamplerReference(
        name: "linear", changepoints: 5,
        y: [
            39.897, 41.69, 39.489, 45.729, 40.091, 40.387, 39.967, 40.885, 44.934, 42.146, 43.937, 42.342,
            39.388, 40.094, 44.186, 46.415, 45.067, 43.605, 45.927, 42.928, 43.081, 43.848, 46.388, 47.517,
            46.414, 44.477, 46.532, 45.489, 45.299, 49.764, 47.595, 47.802, 46.456, 46.874, 45.047, 48.636,
            51.062, 49.884, 50.056, 49.723, 47.551, 46.984, 49.382, 51.838, 50.858, 48.196, 49.216, 46.405,
            46.381, 48.224, 51.818, 50.919, 50.804, 49.182, 43.599, 46.137, 48.148, 52.087, 50.285, 49.773,
            44.549, 44.737, 45.036, 47.311, 47.138, 47.829, 46.473, 43.997, 43.704, 43.797, 46.178, 48.68,
            45.192, 45.805, 44.03, 41.572, 40.038, 43.283, 44.672, 46.918, 42.054, 43.25, 40.291, 40.812,
        ],
        parameters: [
            (0.3818214, 0.05020114, 17883),
            (0.7697772, 0.008510892, 18966),
            (-0.004546492, 0.05580107, 20102),
            (-0.04403382, 0.06279274, 19027),
            (-0.4145972, 0.1037866, 19089),
            (-0.224449, 0.103638, 18675),
            (-0.0285201, 0.0628717, 19672),
            (-0.03668279, 0.003754897, 14203),
            (0.01965666, 0.003745051, 19745),
            (0.01004772, 0.003744016, 18840),
            (-0.004994418, 0.003724545, 20065),
            (0.02419899, 0.002009336, 19499),
        ],
        forecast: [
            Row(
                row: 0, yhat: 40.2489, observation: 38.5075...41.9892,
                trend: 39.5342...40.6623, week: -0.199582...0.50215),
            Row(
                row: 41, yhat: 46.8421, observation: 45.1408...48.5302,
                trend: 48.7206...49.5995, week: -2.67405...(-1.96944)),
            Row(
                row: 83, yhat: 40.1679, observation: 38.4129...41.912,
                trend: 41.9041...43.0772, week: -2.67405...(-1.96944)),
            Row(
                row: 93, yhat: 42.0726, observation: 40.0586...44.0948,
                trend: 39.2975...41.4797, week: 1.32735...2.03037),
            Row(
                row: 103, yhat: 36.2113, observation: 33.4697...38.9682,
                trend: 36.1922...40.384, week: -2.43584...(-1.72939)),
        ])

    /// Linear growth, multiplicative week.
    static let multiplicative = SamplerReference(
        name: "multiplicative", changepoints: 4,
        y: [
            29.872, 32.39, 29.646, 37.061, 29.416, 29.341, 28.799, 30.319, 35.79, 32.344, 34.107, 31.369,
            27.141, 28.039, 33.657, 36.985, 35.371, 32.977, 34.991, 30.615, 30.854, 32.448, 36.294, 37.81,
            35.774, 32.317, 34.169, 32.946, 33.474, 39.858, 37.284, 36.794, 33.93, 33.645, 31.474, 36.857,
            40.824, 39.521, 38.897, 37.154, 33.54, 33.477, 38.003, 42.639, 42.115, 38.357, 38.66, 34.656,
            35.304, 39.267, 45.457, 45.068, 44.403, 41.257, 33.697, 37.58, 41.885, 48.637, 47.151, 45.899,
            38.105, 37.669, 38.785, 43.551, 45.295, 46.957, 44.559, 40.054, 38.926, 39.818, 44.848, 50.066,
            46.538, 46.51, 42.736, 38.809, 37.7, 43.942, 47.9, 51.571, 44.606, 44.401, 39.757, 41.248,
            47.718, 51.276, 54.276, 47.581, 43.41, 42.612,
        ],
        parameters: [
            (0.3190303, 0.04578073, 11468),
            (0.549731, 0.009267449, 14675),
            (0.01353032, 0.05360566, 13179),
            (0.01605876, 0.0462264, 20067),
            (-0.05204027, 0.05293207, 17812),
            (-0.01026619, 0.05388285, 19743),
            (-0.1031331, 0.006193069, 20059),
            (0.04915059, 0.006254741, 19290),
            (0.01394626, 0.0063088, 19881),
            (-0.00963674, 0.006218111, 20039),
            (0.02999287, 0.002408724, 20151),
        ],
        forecast: [
            Row(
                row: 0, yhat: 29.9971, observation: 27.7806...32.217,
                trend: 29.2007...30.4758, week: -0.00585677...0.0166227),
            Row(
                row: 44, yhat: 42.553, observation: 40.4146...44.7363,
                trend: 38.36...39.0197, week: 0.0884413...0.111246),
            Row(
                row: 89, yhat: 41.8862, observation: 39.6302...44.1192,
                trend: 46.3458...47.6566, week: -0.119886...(-0.0978218)),
            Row(
                row: 99, yhat: 53.8353, observation: 51.4097...56.2651,
                trend: 47.7718...49.7322, week: 0.0929586...0.115581),
            Row(
                row: 109, yhat: 48.7654, observation: 46.2373...51.3538,
                trend: 49.1041...51.8733, week: -0.0455908...(-0.0230648)),
        ])

    /// Logistic growth to a cap of 100, multiplicative week.
    static let logistic = SamplerReference(
        name: "logistic", changepoints: 3,
        y: [
            3.144, 3.141, -0.061, 9.471, 5.118, 7.257, 6.457, 5.764, 9.107, 5.631, 9.931, 10.885, 9.304,
            10.49, 14.592, 16.571, 15.651, 16.363, 22.528, 21.333, 22.652, 23.797, 27.426, 30.526, 32.089,
            33.023, 38.393, 38.973, 40.118, 47.317, 46.888, 49.933, 51.037, 53.973, 53.749, 60.222, 65.36,
            66.013, 68.122, 69.266, 67.974, 69.375, 74.785, 80.291, 81.042, 78.968, 81.003, 78.363, 79.824,
            84.205, 90.766, 90.988, 91.21, 89.013, 82.168, 86.37, 90.678, 97.385, 96.066, 95.263, 88.029,
            87.979, 89.114, 93.583, 94.985, 96.559, 94.425, 90.354, 89.49, 90.231,
        ],
        parameters: [
            (6.943579, 0.1365297, 19114),
            (0.4570111, 0.003347233, 19358),
            (-0.01429738, 0.07179319, 18986),
            (-0.0690801, 0.1041488, 19331),
            (-0.01679545, 0.07229321, 19364),
            (-0.04623865, 0.006276049, 19415),
            (0.01952758, 0.006277555, 19265),
            (0.00803422, 0.006217319, 19856),
            (-0.00363707, 0.006293299, 18515),
            (0.02401847, 0.002201735, 18791),
        ],
        forecast: [
            Row(
                row: 0, yhat: 4.04437, observation: 1.02457...7.07587,
                trend: 3.73922...4.31574, week: -0.00514943...0.018079),
            Row(
                row: 34, yhat: 53.4995, observation: 50.3955...56.6195,
                trend: 55.4944...56.6973, week: -0.0573205...(-0.0351935)),
            Row(
                row: 69, yhat: 93.1322, observation: 89.9351...96.2845,
                trend: 97.4166...97.8516, week: -0.0573205...(-0.0351935)),
            Row(
                row: 79, yhat: 103.207, observation: 100.02...106.389,
                trend: 98.9989...99.214, week: 0.0296799...0.0526951),
            Row(
                row: 89, yhat: 94.7222, observation: 91.4918...97.885,
                trend: 99.6156...99.715, week: -0.0607354...(-0.0385675)),
        ])

    /// No growth, additive week.
    static let flat = SamplerReference(
        name: "flat", changepoints: 2,
        y: [
            19.914, 21.917, 20.051, 24.547, 18.845, 18.387, 18.005, 19.28, 23.162, 20.807, 21.596, 19.262,
            16.096, 16.653, 20.572, 22.938, 21.783, 19.86, 20.792, 17.588, 17.684, 18.832, 21.457, 22.366,
            20.743, 18.125, 19.133, 18.233, 18.583, 22.812, 20.973, 20.441, 18.315, 17.96, 16.406, 19.905,
            22.435, 21.422, 20.861, 19.58, 17.066, 16.895, 19.735, 22.624, 22.109, 19.52, 19.699, 16.986,
            17.267, 19.645, 23.482, 23.034, 22.568, 20.545, 15.522, 17.939, 20.457, 24.581, 23.381, 22.584,
            17.559, 17.346, 17.896,
        ],
        parameters: [
            (0.009865678, 5.085518, 18082),
            (0.8115006, 0.005804283, 20140),
            (0.0005009127, 0.06937592, 19980),
            (0.0003885952, 0.0701474, 17882),
            (-0.09676859, 0.008108058, 19785),
            (0.05322999, 0.008108285, 19952),
            (0.01852258, 0.008113254, 18698),
            (-0.008784508, 0.00808111, 20145),
            (0.04543651, 0.004302491, 16252),
        ],
        forecast: [
            Row(
                row: 0, yhat: 20.022, observation: 18.505...21.5027,
                trend: 19.7668...20.1275, week: -0.287933...0.434226),
            Row(
                row: 31, yhat: 21.04, observation: 19.5561...22.5274,
                trend: 19.7668...20.1275, week: 0.737626...1.44856),
            Row(
                row: 62, yhat: 17.246, observation: 15.7648...18.7195,
                trend: 19.7668...20.1275, week: -3.05985...(-2.34438)),
            Row(
                row: 72, yhat: 22.2272, observation: 20.7629...23.7187,
                trend: 19.7668...20.1275, week: 1.91411...2.64599),
            Row(
                row: 82, yhat: 17.3343, observation: 15.8375...18.8456,
                trend: 19.7668...20.1275, week: -2.97287...(-2.25357)),
        ])

    static let all = [linear, multiplicative, logistic, flat]

    /// The rows.
    var history: ProphetHistory {
        let days = y.indices.map { (18_687 + Int64($0)) * SyntheticSeries.day }
        let cap = name == "logistic" ? [Double](repeating: 100, count: y.count) : nil
        return ProphetHistory(ProphetFrame(ds: days, cap: cap), y: y)
    }

    /// The rows of the forecast.
    var forecastFrame: ProphetFrame {
        let days = (0..<(y.count + 20)).map { (18_687 + Int64($0)) * SyntheticSeries.day }
        let cap = name == "logistic" ? [Double](repeating: 100, count: days.count) : nil
        return ProphetFrame(ds: days, cap: cap)
    }

    /// The model, without samples.
    var options: ProphetOptions {
        let growth: Growth = name == "logistic" ? .logistic : name == "flat" ? .flat : .linear
        let mode: ComponentMode = name == "linear" || name == "flat" ? .additive : .multiplicative
        return ProphetOptions(
            growth: growth, changepointCount: changepoints, yearlySeasonality: .off, weeklySeasonality: .off,
            dailySeasonality: .off,
            seasonalities: [CustomSeasonality(name: "week", period: 7, order: 2, mode: mode)])
    }
}
