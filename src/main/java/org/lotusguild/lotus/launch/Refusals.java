package org.lotusguild.lotus.launch;

import java.io.IOException;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.crypto.seal.SealBroken;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.account.AccountRefused;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.stack.backup.BackupException;
import org.lotusguild.lotus.stack.certs.CertificateTrouble;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.trial.TrialException;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ended a command → a sentence, what to do about it, and the exit code. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Console console;

    Refusals(Console console) {
        this.console = console;
    }

    int told(Exception failure) {
        return switch (failure) {
            case ConfigException wrong -> {
                wrong.problems().forEach(problem -> console.error(problem.toString()));
                yield ExitCode.USAGE;
            }
            case TrialException lack ->
                told(ExitCode.MACHINE, sentence(String.valueOf(lack.getMessage())), sentence(lack.remedy()));
            case StackTrouble stack -> told(ExitCode.FAILED, String.valueOf(stack.getMessage()), stack.remedy());
            case BackupException backup ->
                told(ExitCode.FAILED, sentence(String.valueOf(backup.getMessage())), sentence(backup.remedy()));
            case CertificateTrouble trouble ->
                told(ExitCode.FAILED, sentence(String.valueOf(trouble.getMessage())), sentence(trouble.remedy()));
            case Failure known -> told(known.exitCode(), String.valueOf(known.getMessage()), known.remedy());
            case AccountRefused refused -> told(ExitCode.FAILED, String.valueOf(refused.getMessage()), "");
            case SealBroken wrong ->
                told(
                        ExitCode.FAILED,
                        String.valueOf(wrong.getMessage()),
                        "Put the key back that this home was made with (encryption.key in lotus.yaml).");
            case StoreException store -> store(store);
            case HttpFailure net ->
                told(
                        ExitCode.FAILED,
                        "the homeserver does not answer: " + net.getMessage(),
                        "Is homeserver.url in lotus.yaml right, and does it run?");
            case MatrixException answer ->
                told(
                        ExitCode.FAILED,
                        "the homeserver refused: " + answer.getMessage(),
                        "The log in the home's folder logs/ tells more.");
            case IOException file ->
                told(ExitCode.MACHINE, "a file cannot be used: " + file, "Is it yours, and is there room on the disk?");
            case InterruptedException stopped -> {
                Thread.currentThread().interrupt();
                yield told(ExitCode.FAILED, "stopped", "");
            }
            default -> {
                LOG.atError().setCause(failure).log("the command broke");
                yield told(
                        ExitCode.FAILED,
                        "something broke: " + failure,
                        "This is a defect. The log in the home's folder logs/ tells more.");
            }
        };
    }

    /** With its end: a question has one already. */
    static String sentence(String words) {
        return words.isEmpty() || ".?!".indexOf(words.charAt(words.length() - 1)) >= 0 ? words : words + ".";
    }

    private int store(StoreException store) {
        return switch (store.kind()) {
            case FULL ->
                told(ExitCode.MACHINE, "the disk is full: " + store.getMessage(), "Free some space, then try again.");
            default -> told(ExitCode.FAILED, "the database: " + store.getMessage(), "");
        };
    }

    private int told(int exitCode, String sentence, String remedy) {
        console.error(sentence);
        if (!remedy.isEmpty()) {
            console.hint(remedy);
        }
        return exitCode;
    }
}
