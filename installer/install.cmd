@echo off
rem Installs SceneScore for this user, and its parts into the editing programs: install.cmd [--remove]
py -3 "%~dp0install.py" %*
if errorlevel 1 pause
