import Archiving
import Testing

@Suite("Zip")
struct ZipTests {}
