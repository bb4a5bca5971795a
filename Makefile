# What people and machines call. `make` lists it.
MVN ?= mvn
DATABASE_URL ?=

# Maven says little, Surefire and Failsafe what they have to say.
LOG := -Dorg.slf4j.simpleLogger
QUIETLY := -B -ntp $(LOG).defaultLogLevel=error $(LOG).log.org.apache.maven.plugin.compiler=warn \
	$(LOG).log.org.apache.maven.plugin.surefire=info $(LOG).log.org.apache.maven.plugin.failsafe=info

JAR := target/webim.jar
SOURCES := pom.xml $(shell find src/main webroot -type f 2>/dev/null)

# One after the other: what they count on a server that is given, and what they measure, is theirs alone.
ALONE := -Dintegration.processes=1
GIVEN_DATABASE = $(if $(DATABASE_URL),'-Dwebim.test.database=$(DATABASE_URL)') \
	$(if $(DATABASE_URL)$(WEBIM_DATABASE_URL),$(ALONE))

BENCH = $(MVN) -B -q -ntp test-compile dependency:build-classpath && \
	java -Xmx1g -Dlogback.configurationFile=logback-bench.xml \
	-cp "target/test-classes:target/classes:$$(cat target/bench.classpath)" io.webim.bench.Main \
	$(if $(ONLY),--only $(ONLY)) $(if $(SERVER),--server $(SERVER)) $(if $(JAVA),--java '$(JAVA)')

.DEFAULT_GOAL := help
.PHONY: help run jar test coverage mutation soak torture bench bench-quick verify fmt clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(JAR) ## build if anything changed, and start on http://127.0.0.1:8080 with data in ./data
	@exec java -jar $(JAR)

jar: $(JAR) ## build target/webim.jar without running tests

test: ## run everything: unit, integration, browser; DATABASE_URL=mysql://… takes a given server
	@scripts/test-tools && \
	$(MVN) $(QUIETLY) verify $(GIVEN_DATABASE)

coverage: ## run everything and count the lines that it runs through; report in target/site/jacoco
	@scripts/test-tools && rm -f target/jacoco.exec && \
	$(MVN) $(QUIETLY) -Pcoverage verify $(GIVEN_DATABASE) && \
	awk -F, 'NR > 1 { missed += $$8; run += $$9 } \
		END { printf "%d of %d lines, %.1f %%\n", run, run + missed, 100 * run / (run + missed) }' target/site/jacoco/jacoco.csv

mutation: ## change decisions of the core one by one and see whether its tests notice; report in target/pit-reports
	@$(MVN) -B -q -ntp test-compile org.pitest:pitest-maven:mutationCoverage && \
	awk -F, '{ all[$$2]++ } $$6 !~ /SURVIVED|NO_COVERAGE/ { noticed[$$2]++ } \
		END { for (name in all) printf "%4d of %4d  %s\n", noticed[name], all[name], name }' \
		target/pit-reports/mutations.csv | sort -k 4

soak: ## run the long tests and those that measure time, or ONLY=torture,fuzz,… of them: each for SECONDS (60), from SEED (a random one), torture on NODES (1 and 3); of attack those that ATTACK matches
	@classes=$$(scripts/soak-parts '$(ONLY)') && $(MAKE) -s $(JAR) && \
	$(MVN) -B -q -ntp test-compile failsafe:integration-test failsafe:verify -Dit.test=$$classes $(ALONE) -Dtest.jvm= \
		$(if $(SECONDS),-Dsoak.seconds=$(SECONDS)) $(if $(SEED),-Dsoak.seed=$(SEED)) $(if $(NODES),-Dsoak.nodes=$(NODES)) $(if $(ATTACK),"-Dsoak.attack=$(ATTACK)")

torture: ## break a real server for SECONDS in the order of SEED, and prove that nothing was lost, on NODES of one webim: `make soak ONLY=torture`
	@$(MAKE) -s soak ONLY=torture

bench: $(JAR) ## measure a real server and print the figures; ONLY=throughput,idle picks parts, SERVER=http://… takes one that runs
	@$(BENCH)

bench-quick: $(JAR) ## the same in less than a minute, with rougher figures
	@$(BENCH) --quick

verify: ## run what is quick: format, compiler checks, unit tests, rules between the modules
	@$(MVN) $(QUIETLY) test

fmt: ## format the Java code
	@$(MVN) -B -q spotless:apply

clean: ## remove what was built; data stay
	@rm -rf target

$(JAR): $(SOURCES)
	@echo "Building $(JAR) …"
	@$(MVN) -B -q -ntp package -DskipTests
	@touch $(JAR)
