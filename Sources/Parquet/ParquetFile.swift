/// A table written as a Parquet file.
public enum ParquetFile {}
