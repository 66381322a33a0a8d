import CKernels
import Foundation
import TestSupport
import Testing

@testable import ProphetEngine

/// The C kernels sum what they say, on every path, and the path does not show in a fit.
@Suite("Kernels")
struct KernelTests {
    /// Columns of small whole numbers, whose sums are exact in any order.
    private struct Columns {
        let rows: Int
        let count: Int
        let values: [Double]

        init(rows: Int, count: Int, seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            self.rows = rows
            self.count = count
            values = (0..<(rows * count)).map { _ in Double(Int.random(in: -9...9, using: &random)) }
        }

        func column(_ index: Int) -> ArraySlice<Double> {
            values[(index * rows)..<((index + 1) * rows)]
        }
    }

    private static func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Runs on the plain path of this thread, then on the best one.
    private static func onBothPaths(_ body: () throws -> Void) throws {
        try VectorKernels.withPlainC(body)
        try body()
    }

    @Test("Plain C can be forced, for the calling thread")
    func forcedPath() {
        let isWide = VectorKernels.isWide
        #expect(!VectorKernels.withPlainC { VectorKernels.isWide })
        #expect(VectorKernels.isWide == isWide)
    }

    @Test("The upper triangle holds the products of all columns", arguments: 0..<12 as Range<UInt64>)
    func gram(seed: UInt64) throws {
        let rows = [0, 4, 8, 380, 384, 388, 1000][Int(seed % 7)]
        let x = Columns(rows: rows, count: Int(seed) + 1, seed: seed)
        let width = x.count + 3
        try Self.onBothPaths {
            // Sums are added to what is there; below the diagonal and beside the matrix nothing changes.
            var gram = [Double](repeating: 7, count: x.count * width)
            VectorKernels.addGram(x.values, stride: rows, columns: x.count, to: &gram, width: width)
            for a in 0..<x.count {
                for b in 0..<width {
                    let product = a <= b && b < x.count ? Self.dot(x.column(a), x.column(b)) : 0
                    #expect(gram[a * width + b] == 7 + product)
                }
            }
        }
    }

    @Test("Products with a vector are those of each column", arguments: 0..<20 as Range<UInt64>)
    func correlate(seed: UInt64) throws {
        let x = Columns(rows: 4 * Int(seed * 3 % 11), count: Int(seed) + 1, seed: seed)
        try Self.onBothPaths {
            var result = [Double](repeating: .nan, count: x.count)
            let vector = Array(x.column(0))
            VectorKernels.correlate(
                x.values, stride: x.rows, columns: x.count, with: vector, into: &result)
            for index in result.indices {
                #expect(result[index] == Self.dot(x.column(index), x.column(0)))
                let dot = Array(x.column(index)).withUnsafeBufferPointer { column in
                    column.baseAddress.map { VectorKernels.dot($0, vector, count: x.rows) } ?? 0
                }
                #expect(dot == result[index])
            }
        }
    }

    @Test("Chosen columns are added with their factors", arguments: 0..<10 as Range<UInt64>)
    func combine(seed: UInt64) throws {
        let x = Columns(rows: 24, count: 9, seed: seed)
        let selected = (0..<Int(seed)).map { ($0 * 5 + Int(seed)) % x.count }
        let factors = selected.map { Double($0) - 3 }
        try Self.onBothPaths {
            var y = Array(x.column(1))
            VectorKernels.add(x.values, stride: x.rows, selected: selected, times: factors, to: &y)
            for row in 0..<x.rows {
                let sum = zip(selected, factors).reduce(x.column(1)[x.rows + row]) {
                    $0 + x.values[$1.0 * x.rows + row] * $1.1
                }
                #expect(y[row] == sum)
            }
        }
    }

    @Test("Moments are those of the rows in range", arguments: 0..<30 as Range<UInt64>)
    func moments(seed: UInt64) throws {
        let x = Columns(rows: 60, count: 2, seed: seed)
        let (w, t) = (Array(x.column(0)), Array(x.column(1)))
        let starts = [Int(seed % 5), Int(seed), Int(seed), 60 - Int(seed % 7)]
        let centers = [2.0, -1, 5]
        try Self.onBothPaths {
            let sums = VectorKernels.segmentMoments(w, t: t, starts: starts, about: centers)
            for (index, center) in centers.enumerated() {
                let rows = starts[index]..<starts[index + 1]
                let expected = rows.reduce((0.0, 0.0, 0.0)) {
                    let distance = t[$1] - center
                    return (
                        $0.0 + w[$1], $0.1 + distance * w[$1], $0.2 + distance * distance * w[$1]
                    )
                }
                #expect((sums[3 * index], sums[3 * index + 1], sums[3 * index + 2]) == expected)
            }
        }
    }

    @Test("Harmonics follow from the first pair, in place")
    func harmonics() throws {
        let rows = 8
        let order = 5
        let angles = (0..<rows).map { Double($0) * 0.7 - 2 }
        try Self.onBothPaths {
            var columns = [Double](repeating: .nan, count: 2 * order * rows)
            for row in 0..<rows {
                columns[row] = sin(angles[row])
                columns[rows + row] = cos(angles[row])
            }
            VectorKernels.fillHarmonics(&columns, stride: rows, order: order)
            for pair in 0..<order {
                for row in 0..<rows {
                    let angle = Double(pair + 1) * angles[row]
                    #expect(abs(columns[2 * pair * rows + row] - sin(angle)) <= 1e-14)
                    #expect(abs(columns[(2 * pair + 1) * rows + row] - cos(angle)) <= 1e-14)
                }
            }
        }
    }

    @Test("Both paths give one fit", arguments: ComponentMode.allCases, Growth.allCases)
    func fitsAgree(mode: ComponentMode, growth: Growth) throws {
        let history = SyntheticSeries.rich(rows: 400, seed: 3)
        var options = ProphetOptions(growth: growth, seasonalityMode: mode, regressors: [Regressor("wave")])
        options.uncertaintySamples = 0
        let model = try ProphetModel(options: options)
        var fits: [FittedProphet] = []
        try Self.onBothPaths { fits.append(try model.fit(history)) }
        let (portable, best) = (fits[0].parameters, fits[1].parameters)
        let pairs =
            [(portable.k, best.k), (portable.m, best.m), (portable.sigma, best.sigma)]
            + Array(zip(portable.delta, best.delta)) + Array(zip(portable.beta, best.beta))
        for (one, other) in pairs {
            #expect(abs(one - other) <= 1e-9)
        }
    }

    @Test("The logistic function is exact to a few units in the last place, and has its limits")
    func sigmoid() throws {
        let z = (0..<4000).map { Double($0 - 2000) / 50 } + [-1e300, -800, 800, 1e300]
        try Self.onBothPaths {
            var result = [Double](repeating: .nan, count: z.count)
            ck_sigmoid(z, z.count, &result)
            for (z, found) in zip(z, result) {
                let expected = 1 / (1 + exp(-z))
                #expect(abs(found - expected) <= 1e-15 * expected + 1e-300)
            }
        }
    }

    @Test("Splitting keeps the order and counts what is smaller", arguments: 0..<20 as Range<UInt64>)
    func split(seed: UInt64) throws {
        let x = Columns(rows: Int(seed) * 3, count: 1, seed: seed)
        let (low, high) = (-3.0, Double(seed % 9) - 3)
        try Self.onBothPaths {
            var inside = [Double](repeating: 0, count: x.rows + 4)
            var below = -1
            let found = ck_split(x.values, x.rows, low, high, &inside, &below)
            #expect(Array(inside[..<found]) == x.values.filter { $0 >= low && $0 <= high })
            #expect(below == x.values.count { $0 < low })
            for rank in x.values.indices {
                var pair = [Double](repeating: 0, count: 2)
                ck_select_pair(x.values, x.rows, rank, &pair)
                let sorted = x.values.sorted()
                #expect(pair == [sorted[rank], sorted[min(rank + 1, x.rows - 1)]])
                var copy = x.values
                #expect(ck_select(&copy, 0, x.rows, rank) == sorted[rank])
            }
        }
    }

    @Test("Mixtures add multiples")
    func mix() throws {
        let x = Columns(rows: 16, count: 2, seed: 1)
        try Self.onBothPaths {
            var result = Array(x.column(0))
            ck_mix(3, x.values, -2, Array(x.column(1)), x.rows, &result)
            #expect(result == zip(x.column(0), x.column(1)).map { 3 * $0 - 2 * $1 })
        }
    }
}
