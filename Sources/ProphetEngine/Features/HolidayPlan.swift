/// The holiday columns of a model: one for each name and distance from the holiday.
struct HolidayPlan: Hashable, Sendable {
    /// A column that is 1 on some days and 0 on all others.
    struct Column: Hashable, Sendable {
        let name: String
        let holiday: String
        let priorScale: Double
        /// The numbers of the days since 1970-01-01, ascending.
        let days: [Int64]
    }

    /// The columns in order of their names.
    let columns: [Column]
    /// The names of the holidays in order of first appearance.
    let names: [String]

    /// The widest window that is taken for one, in days.
    static let widestWindow = 3_660

    /// Plans the columns of holidays.
    init(holidays: [Holiday], priorScale: Double) {
        struct Entry {
            let holiday: String
            let priorScale: Double
            var days: Set<Int64>
        }
        var entries: [String: Entry] = [:]
        var names: [String] = []
        var known: Set<String> = []
        for holiday in holidays {
            if known.insert(holiday.name).inserted {
                names.append(holiday.name)
            }
            for offset in holiday.lowerWindow...holiday.upperWindow {
                let name = "\(holiday.name)_delim_\(offset < 0 ? "-" : "+")\(abs(offset))"
                var entry =
                    entries[name]
                    ?? Entry(holiday: holiday.name, priorScale: holiday.priorScale ?? priorScale, days: [])
                entry.days.insert(holiday.day + Int64(offset))
                entries[name] = entry
            }
        }
        self.names = names
        columns = entries.keys.sorted(by: precedes).compactMap { name in
            entries[name].map {
                Column(name: name, holiday: $0.holiday, priorScale: $0.priorScale, days: $0.days.sorted())
            }
        }
    }

    /// Writes the columns of ascending times in milliseconds, beginning at a column of zeros.
    ///
    /// - Complexity: O(days · log T), plus the rows that are 1.
    func fill(_ block: inout ColumnBlock, from first: Int, times: [Int64]) {
        let stride = block.stride
        block.withColumns { values in
            for (index, column) in columns.enumerated() {
                for day in column.days {
                    let begin = day.multipliedReportingOverflow(by: CalendarDay.milliseconds)
                    guard !begin.overflow else { continue }
                    var row = Self.lowerBound(of: begin.partialValue, in: times)
                    while row < times.count, CalendarDay.number(of: times[row]) == day {
                        values[(first + index) * stride + row] = 1
                        row += 1
                    }
                }
            }
        }
    }

    /// The first position whose time is not before a time.
    private static func lowerBound(of time: Int64, in times: [Int64]) -> Int {
        var low = 0
        var high = times.count
        while low < high {
            let middle = low + (high - low) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Whether a name comes before another in order of code points.
func precedes(_ first: String, _ second: String) -> Bool {
    first.unicodeScalars.lexicographicallyPrecedes(second.unicodeScalars)
}
