package org.lotusguild.lotus.stack.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.lotusguild.lotus.stack.diff.UnifiedDiff;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/**
 * A file before and after.
 *
 * @param file its name as findings show it
 * @param path on this machine
 */
public record Change(String file, String path, Kind kind, String before, String after) {

    /**
     * @param text of the file as it is now
     * @throws StackTrouble if that is not what was audited
     */
    public static Change of(FixedFile fixed, String text) {
        FileText before = FileText.of(text);
        if (!before.bare().equals(fixed.origin().lines())) {
            throw new StackTrouble(
                    fixed.origin().file() + " was changed while it was audited", "Nothing was written. Run it again.");
        }
        FileText after = before;
        for (FixedFile.Fix fix : fixed.fixes()) {
            after = after.with(fix.edit());
        }
        return new Change(fixed.origin().file(), fixed.origin().path(), fixed.kind(), before.text(), after.text());
    }

    /**
     * One patch for all, that {@code patch -p0 -d /} takes.
     *
     * @param root the folder to which names in the patch are relative; ends without a slash, empty for the root itself
     */
    public static List<String> patch(List<Change> changes, String root, Predicate<String> secret) {
        List<String> lines = new ArrayList<>();
        for (Change change : changes) {
            String name = change.path().substring(root.length() + 1);
            // Behind a tab stands the time: what is before it may hold spaces.
            String shown = name.contains(" ") ? name + "\t" : name;
            lines.addAll(UnifiedDiff.of(change.before(), change.after(), shown, shown, secret));
        }
        return lines;
    }
}
