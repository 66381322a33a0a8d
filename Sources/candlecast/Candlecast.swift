import ArgumentParser
@main struct Candlecast: ParsableCommand {}
