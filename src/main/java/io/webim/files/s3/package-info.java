@NullMarked
package io.webim.files.s3;

import org.jspecify.annotations.NullMarked;
