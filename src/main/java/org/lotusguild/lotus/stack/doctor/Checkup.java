package org.lotusguild.lotus.stack.doctor;

import java.util.List;

/** One thing that the doctor looks at. What cannot be looked at is a line that says so. */
@FunctionalInterface
public interface Checkup {
    List<Line> lines();
}
