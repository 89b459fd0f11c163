package io.fanfare.cli;

import io.fanfare.embedded.EmbeddedRedisException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every failure into one sentence and an {@link ExitCode}. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        console.error(sentence(failure) + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static String sentence(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().get(0);
            return "unknown " + kind(unmatched) + " " + argument + suggestion(unmatched.getSuggestions());
        }
        String message = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String kind(UnmatchedArgumentException unmatched) {
        if (unmatched.isUnknownOption()) {
            return "option";
        }
        return unmatched.getCommandLine().getParent() == null ? "command" : "argument";
    }

    private static String suggestion(List<String> suggestions) {
        return suggestions.isEmpty() ? "" : " (did you mean " + String.join(" or ", suggestions) + "?)";
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NotReachedException || cause instanceof EmbeddedRedisException) {
            console.error(String.valueOf(cause.getMessage()));
            return ExitCode.NOT_REACHED;
        }
        if (cause instanceof PubSubException known) {
            console.error(text(known));
            return known.code().kind() == ErrorCode.Kind.USAGE ? ExitCode.USAGE : ExitCode.FAILED;
        }
        if (cause instanceof UncheckedIOException || cause instanceof IOException) {
            console.error(String.valueOf(cause.getMessage()));
            return ExitCode.FAILED;
        }
        console.error("this is a bug of Fanfare, please report it: " + cause);
        cause.printStackTrace(console.err());
        return ExitCode.FAILED;
    }

    /** Returns the message of a failure without the code that it begins with. */
    static String text(PubSubException failure) {
        String message = String.valueOf(failure.getMessage());
        String code = failure.code() + ": ";
        return message.startsWith(code) ? message.substring(code.length()) : message;
    }
}
