import Parquet
import Testing

@Suite("Parquet file")
struct ParquetFileTests {}
