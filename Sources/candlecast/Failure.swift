import ArgumentParser
import BatchLayer
import Binance
import Candles
import EventLog
import Forecasting
import ProphetEngine
import ProphetInterchange
import ReplayExchange
import ServingLayer
import SpeedLayer

/// Turns whatever went wrong into a message and an exit code; the only place that knows both.
enum Failure {
    /// The exit codes of the program, as `sysexits.h` numbers them.
    enum Code: Int32 {
        case finding = 1
        case usage = 64
        case badData = 65
        case noInput = 66
        case serviceDown = 69
        case bug = 70
        case cannotWrite = 73
        case tryAgain = 75
        case configuration = 78
        case interrupted = 130
    }

    /// The exit code of an error, or nil for one that only the argument parser knows.
    static func code(for error: any Error) -> Code? {
        switch error {
        case let error as ProgramError: code(error)
        case is CandleError: .usage
        case let error as BinanceError: code(error)
        case let error as StoreError: code(error)
        case let error as EventLogError: code(error)
        case let error as ReplayError: code(error)
        case let error as BatchError: code(error)
        case let error as SpeedError: code(error)
        case is ForecastError: .badData
        case let error as FileProblem: error.code
        case let error as ProphetFailure: ProphetFailure.code(error.error)
        case let error as ProphetError: ProphetFailure.code(error)
        case let error as FileFailure: FileFailure.code(error.error)
        case let error as InterchangeError: FileFailure.code(error)
        case is CancellationError: .interrupted
        default: nil
        }
    }

    private static func code(_ error: ProgramError) -> Code {
        switch error {
        case .usage: .usage
        case .noInput: .noInput
        case .cannotWrite: .cannotWrite
        case .finding: .finding
        case .interrupted: .interrupted
        }
    }

    private static func code(_ error: StoreError) -> Code {
        switch error {
        case .missing: .noInput
        case .notADatabase, .corrupt, .damagedChunk: .badData
        case .newerVersion, .olderVersion, .mixedSource: .configuration
        case .notWritable, .diskFull: .cannotWrite
        case .locked, .busy, .fenced: .tryAgain
        case .cancelled: .interrupted
        case .readOnly, .failed: .bug
        }
    }

    private static func code(_ error: EventLogError) -> Code {
        switch error {
        case .missing: .noInput
        case .notALog, .corrupt: .badData
        case .newerVersion: .configuration
        case .notWritable, .diskFull: .cannotWrite
        case .producerRunning, .busy: .tryAgain
        case .cancelled: .interrupted
        case .readOnly, .failed: .bug
        }
    }
}

extension Failure {
    private static func code(_ error: BinanceError) -> Code {
        switch error.kind {
        case .usage: .usage
        case .badData: .badData
        case .unavailable: .serviceDown
        case .rateLimited: .tryAgain
        case .cancelled: .interrupted
        }
    }

    private static func code(_ error: BatchError) -> Code {
        switch error {
        case .exchange(let error): code(error)
        case .store(let error): code(error)
        case .unexpectedCandle: .badData
        case .cancelled: .interrupted
        }
    }

    private static func code(_ error: SpeedError) -> Code {
        switch error {
        case .exchange(let error): code(error)
        case .log(let error): code(error)
        case .store(let error): code(error)
        case .trimmed: .badData
        case .cancelled: .interrupted
        }
    }

    private static func code(_ error: ReplayError) -> Code {
        switch error.kind {
        case .badData: .badData
        case .noInput: .noInput
        case .portInUse: .serviceDown
        case .usage: .usage
        }
    }
}
