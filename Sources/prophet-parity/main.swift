import Foundation
import ProphetParity

let answer = ParityCommand.run(Array(CommandLine.arguments.dropFirst()))
for line in answer.output {
    print(line)
}
for line in answer.errors {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
exit(answer.status)
