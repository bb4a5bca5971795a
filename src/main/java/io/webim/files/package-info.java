/** Files: how they come, where they lie, and who may fetch them. */
@NullMarked
package io.webim.files;

import org.jspecify.annotations.NullMarked;
