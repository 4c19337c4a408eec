# ---- The emulator killed at random moments while guests write: RUNS=100 SEED=n -------------------------------
# Each run kills it once and looks whether all is there that somebody was told to be written.
CRASH_TESTS := tests/system/test_linux_disk.py tests/system/test_cms_crash.py

crash: system bare-guests ## kill the emulator again and again while guests write; RUNS=n SEED=n
	@CRASH_RUNS=$(or $(RUNS),10) SEED=$(or $(SEED),fresh) $(PYTHON) -m pytest -q -s -p no:cacheprovider $(CRASH_TESTS) -k killed
	@CRASH_RUNS=$(or $(RUNS),10) SEED=$(or $(SEED),fresh) $(PYTHON) -m pytest -q -s -p no:cacheprovider tests/bare/test_crash.py
.PHONY: crash
